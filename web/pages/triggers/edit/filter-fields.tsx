import type { Trigger } from '../../../api/shapes.ts';
import { FieldFrame } from '../../../parts/form/field.tsx';
import { SEVERITIES, SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { useWorkloadNames } from '../../use-names.ts';
import { severityName } from './trigger-body.ts';

/** Which events a trigger takes; what is left empty takes all. */
export function FilterFields({ filter }: { readonly filter: Trigger['filter'] | undefined }) {
  const workloads = useWorkloadNames();
  const chosen = filter?.workload_ids ?? [];
  return (
    <>
      <fieldset class="choice severity-choice">
        <legend>Severities</legend>
        {SEVERITIES.map((severity) => (
          <label key={severity}>
            <input
              type="checkbox"
              name={severityName(severity)}
              value="yes"
              defaultChecked={filter?.severities.includes(severity) ?? false}
            />
            <SeverityMark severity={severity} />
          </label>
        ))}
        <p class="hint">None chosen means all.</p>
      </fieldset>
      <FieldFrame name="filter.workload_ids" label="Workload">
        {(wiring) => (
          <select {...wiring}>
            <option value="">All workloads</option>
            {chosen.length > 1 && (
              <option value={chosen.join(',')} selected>
                The {chosen.length} workloads that were chosen
              </option>
            )}
            {chosen.length === 1 && !workloads.some(([id]) => id === chosen[0]) && (
              <option value={chosen[0]} selected>
                {chosen[0]}
              </option>
            )}
            {workloads.map(([id, name]) => (
              <option key={id} value={id} selected={chosen.length === 1 && chosen[0] === id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </FieldFrame>
      <FieldFrame
        name="filter.sources"
        label="Sources"
        hint="logscan for log lines, docker for the life of containers, or the name that a sender gave; empty means all."
      >
        {(wiring) => (
          <input
            {...wiring}
            type="text"
            autocapitalize="none"
            spellcheck={false}
            defaultValue={filter?.sources.join(', ') ?? ''}
          />
        )}
      </FieldFrame>
      <FieldFrame
        name="filter.message_regex"
        label="Message matches"
        hint="A pattern as in rules, found anywhere in the message; empty means all."
      >
        {(wiring) => (
          <input
            {...wiring}
            class="mono"
            type="text"
            autocapitalize="none"
            spellcheck={false}
            defaultValue={filter?.message_regex ?? ''}
          />
        )}
      </FieldFrame>
    </>
  );
}
