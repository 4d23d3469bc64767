import { useEffect, useState } from 'preact/hooks';
import type { Severity } from '../../../src/core/severity.ts';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { SEVERITIES, severityWord } from '../../parts/marks/severity-mark.tsx';
import { Pick } from '../../parts/pick.tsx';
import { useRuleNames, useWorkloadNames } from '../use-names.ts';
import { countOfParts, EVERYTHING, type EventFilter } from './event-filter.ts';
import { SpanChoice } from './span-choice.tsx';

export interface FilterBarProps {
  readonly filter: EventFilter;
  readonly onChange: (part: Partial<EventFilter>) => void;
}

const SOURCES: readonly (readonly [string, string])[] = [
  ['logscan', 'Log lines'],
  ['docker', 'Container life'],
  ['system', 'Tocsin itself'],
];

/** Everything by which events can be looked for. What is chosen stands in the address at once. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const workloads = useWorkloadNames();
  const rules = useRuleNames();
  return (
    <search class="filters" aria-label="Filter events">
      <SearchBox text={filter.text} onChange={(text) => onChange({ text })} />
      <SeverityChoice chosen={filter.severities} onChange={(severities) => onChange({ severities })} />
      <Pick
        label="Workload"
        all="All workloads"
        options={workloads}
        chosen={filter.workloadId}
        onChange={(workloadId) => onChange({ workloadId })}
      />
      <Pick
        label="Rule"
        all="All rules"
        options={rules}
        chosen={filter.ruleId}
        onChange={(ruleId) => onChange({ ruleId })}
      />
      <Pick
        label="Source"
        all="All sources"
        options={SOURCES}
        chosen={filter.source}
        onChange={(source) => onChange({ source })}
      />
      <SpanChoice filter={filter} onChange={onChange} />
      {countOfParts(filter) > 0 && (
        <button type="button" class="quiet" onClick={() => onChange(EVERYTHING)}>
          Clear
        </button>
      )}
    </search>
  );
}

/** How long somebody has to stop typing before the search begins. */
const TYPING_MS = 250;

function SearchBox({
  text,
  onChange,
}: {
  readonly text: string | undefined;
  readonly onChange: (text: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(text ?? '');
  // The address may change otherwise, by "Clear" or by the way back.
  useEffect(() => setTyped(text ?? ''), [text]);
  useEffect(() => {
    if (typed.trim() === (text ?? '')) return;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return <FilterBox label="Search messages" value={typed} onInput={setTyped} />;
}

interface SeverityChoiceProps {
  readonly chosen: readonly Severity[];
  readonly onChange: (severities: readonly Severity[]) => void;
}

function SeverityChoice({ chosen, onChange }: SeverityChoiceProps) {
  const toggle = (severity: Severity): void =>
    onChange(SEVERITIES.filter((one) => (one === severity) !== chosen.includes(one)));
  return (
    <fieldset class="toggles">
      <legend class="for-ears">Severity</legend>
      {SEVERITIES.map((severity) => (
        <button
          key={severity}
          type="button"
          aria-pressed={chosen.includes(severity)}
          data-severity={severity}
          onClick={() => toggle(severity)}
        >
          {severityWord(severity)}
        </button>
      ))}
    </fieldset>
  );
}
