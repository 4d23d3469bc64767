import type { ComponentChildren } from 'preact';
import type { Rule } from '../../../api/shapes.ts';
import { DataTable } from '../../../parts/list/data-table.tsx';
import { SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { StatusMark } from '../../../parts/marks/status-mark.tsx';
import { originWords, ruleWords } from '../rule-words.ts';
import { type ComparedCell, type ComparedField, comparedFields } from './compared-fields.ts';
import type { Place } from './override-body.ts';

export interface Override {
  readonly rule: Rule;
  readonly workload: Place;
}

/** What an administrator can do with an override. */
export interface OverrideDeeds {
  readonly enable: (override: Override) => Promise<void>;
  readonly remove: (override: Override) => void;
}

export interface ComparisonTableProps {
  readonly rule: Rule;
  readonly overrides: readonly Override[];
  readonly deeds: OverrideDeeds | undefined;
}

interface Line {
  readonly name: ComponentChildren;
  readonly key: string;
  /** The global rule's first. */
  readonly cells: readonly ComponentChildren[];
}

/** One line for each field that any override changes, one column for the rule and for each override. */
export function ComparisonTable({ rule, overrides, deeds }: ComparisonTableProps) {
  const fields = comparedFields(
    rule,
    overrides.map((override) => override.rule),
  );
  const lines: readonly Line[] = [
    {
      key: 'state',
      name: 'State',
      cells: [rule, ...overrides.map((override) => override.rule)].map((each) => <State key={each.id} rule={each} />),
    },
    ...fields.map(({ key, name, cells }) => ({ key, name, cells: cells.map((cell) => cellOf(key, cell)) })),
    {
      key: 'deeds',
      name: <span class="for-ears">What can be done</span>,
      cells: [null, ...overrides.map((each) => <Deeds key={each.rule.id} override={each} deeds={deeds} />)],
    },
  ];
  const headings = ['All workloads', ...overrides.map(({ workload }) => workload.name)];
  return (
    <div class="comparison">
      <DataTable
        caption={`“${rule.name}” beside its overrides`}
        columns={[
          { name: 'Field', unnamed: true, cell: ({ name }: Line) => name },
          ...headings.map((name, at) => ({ name, cell: ({ cells }: Line) => cells[at] })),
        ]}
        rows={lines}
        keyOf={({ key }) => key}
      />
    </div>
  );
}

function State({ rule }: { readonly rule: Rule }) {
  return (
    <>
      <StatusMark {...ruleWords(rule)} />
      {rule.compile_error && <small class="fault">{rule.compile_error.message}</small>}
    </>
  );
}

function cellOf(field: ComparedField['key'], { says, is }: ComparedCell): ComponentChildren {
  if (is === 'same') return <span class="soft">The same</span>;
  if (is === 'unused') return <span class="soft">Not used</span>;
  return <span class={is}>{shown(field, says)}</span>;
}

function shown(field: ComparedField['key'], says: string): ComponentChildren {
  if (field === 'severity') return <SeverityMark severity={says as Rule['severity']} />;
  return field === 'pattern' || field === 'exclude_pattern' || field === 'field' ? (
    <code class="break">{says}</code>
  ) : (
    says
  );
}

interface DeedsProps {
  readonly override: Override;
  readonly deeds: OverrideDeeds | undefined;
}

/** What stands elsewhere is changed there. */
function Deeds({ override, deeds }: DeedsProps) {
  const { rule, workload } = override;
  const origin = originWords(rule);
  return (
    <div class="override-deeds">
      {deeds && origin === undefined && (
        <>
          <a class="button" href={`/rules/${rule.id}`} aria-label={`Edit the override in ${workload.name}`}>
            Edit
          </a>
          <button
            type="button"
            aria-label={`${rule.enabled ? 'Switch off' : 'Switch on'} in ${workload.name}`}
            onClick={() => void deeds.enable(override)}
          >
            {rule.enabled ? 'Switch off' : 'Switch on'}
          </button>
          <button
            type="button"
            class="danger"
            aria-label={`Remove the override in ${workload.name}`}
            onClick={() => deeds.remove(override)}
          >
            Remove
          </button>
        </>
      )}
      {origin && <span class="tag">{origin}</span>}
      <a href={`/workloads/${workload.id}`} aria-label={`Workload ${workload.name}`}>
        Workload
      </a>
    </div>
  );
}
