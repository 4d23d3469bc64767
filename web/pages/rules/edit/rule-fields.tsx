import type { NewRule, Rule } from '../../../api/shapes.ts';
import { FieldFrame, TextField } from '../../../parts/form/field.tsx';
import { SelectField } from '../../../parts/form/select-field.tsx';
import { SEVERITIES, severityWord } from '../../../parts/marks/severity-mark.tsx';
import type { Names } from '../../use-names.ts';
import { STREAMS, USUAL_COOLDOWN_SECONDS } from '../rule-words.ts';

/** A rule that is stored, or the beginning of one. */
export type RuleStart = Omit<NewRule, 'workload_id'> & Partial<Pick<Rule, 'workload_id'>>;

export interface RuleFieldsProps {
  /** What stands in them at first. */
  readonly start: RuleStart | undefined;
  /** Where it can hold; undefined where that is settled. */
  readonly workloads: Names | undefined;
  readonly pattern: string;
  readonly exclude: string;
  readonly field: string;
  readonly onField: (field: string) => void;
  readonly onPattern: (pattern: string) => void;
  readonly onExclude: (exclude: string) => void;
}

const SEVERITY_OPTIONS = SEVERITIES.map((value) => ({ value, label: severityWord(value) }));

/** Everything that a rule says. The two patterns and the field are told as they are typed, so that they can be tried. */
export function RuleFields(props: RuleFieldsProps) {
  const { start, workloads, pattern, exclude, field, onPattern, onExclude, onField } = props;
  return (
    <>
      <TextField name="name" label="Name" maxLength={100} value={start?.name} />
      <PatternField
        name="pattern"
        label="Pattern"
        hint="RE2 syntax, anywhere in the line: disk (?P<what>\w+) captures a word and calls it what."
        value={pattern}
        onInput={onPattern}
      />
      <PatternField
        name="exclude_pattern"
        label="But not (optional)"
        hint="A line that this matches as well is no hit."
        value={exclude}
        onInput={onExclude}
      />
      <FieldFrame
        name="field"
        label="Field (optional)"
        hint="Look at the value of one field of a line of JSON or logfmt, such as level or err.message, instead of the whole line."
      >
        {(wiring) => (
          <input
            {...wiring}
            class="mono"
            type="text"
            maxLength={200}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={field}
            onInput={(event) => onField(event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      <div class="field-pair">
        <SelectField name="severity" label="Severity" options={SEVERITY_OPTIONS} chosen={start?.severity ?? 'warn'} />
        <SelectField name="streams" label="Streams" options={STREAMS} chosen={start?.streams ?? 'both'} />
      </div>
      {workloads && <WorkloadField chosen={start?.workload_id ?? ''} workloads={workloads} />}
      <NumberField
        name="cooldown_seconds"
        label="Cooldown (seconds)"
        hint={`After an event, further hits in the same container or file are held back and counted for so long; ${USUAL_COOLDOWN_SECONDS} unless said.`}
        value={start?.cooldown_seconds}
        least={0}
        usual={`${USUAL_COOLDOWN_SECONDS}`}
      />
      <div class="field-pair">
        <NumberField
          name="threshold_count"
          label="Threshold (optional)"
          hint="So many hits …"
          value={start?.threshold_count}
          least={1}
        />
        <NumberField
          name="threshold_window_seconds"
          label="Within (seconds, optional)"
          hint="… in so many seconds are one hit."
          value={start?.threshold_window_seconds}
          least={1}
        />
      </div>
    </>
  );
}

interface PatternFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function PatternField({ value, onInput, ...field }: PatternFieldProps) {
  return (
    <FieldFrame {...field}>
      {(wiring) => (
        <textarea
          {...wiring}
          class="mono"
          rows={2}
          required={field.name === 'pattern'}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

interface NumberFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: number | null | undefined;
  readonly least: number;
  /** What holds while nothing is typed. */
  readonly usual?: string;
}

function NumberField({ value, least, usual = '', ...field }: NumberFieldProps) {
  return (
    <FieldFrame {...field}>
      {(wiring) => (
        <input {...wiring} type="number" min={least} step="1" defaultValue={value ?? ''} placeholder={usual} />
      )}
    </FieldFrame>
  );
}

function WorkloadField({ chosen, workloads }: { readonly chosen: string; readonly workloads: Names }) {
  const isKnown = chosen === '' || workloads.some(([id]) => id === chosen);
  return (
    <FieldFrame name="workload_id" label="Where it holds">
      {(wiring) => (
        <select {...wiring}>
          <option value="">In all workloads</option>
          {!isKnown && (
            <option value={chosen} selected>
              {chosen}
            </option>
          )}
          {workloads.map(([id, name]) => (
            <option key={id} value={id} selected={id === chosen}>
              In {name} alone
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
