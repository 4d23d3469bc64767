// The rules, as they are listed.
import { useState } from 'preact/hooks';
import type { Rule } from '../../api/shapes.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../parts/list/data-table.tsx';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useWorkloadNames } from '../use-names.ts';
import { floodWords, originWords, ruleWords } from './rule-words.ts';
import { ruleYaml } from './rule-yaml.ts';
import { whereIn } from './where-in.ts';

/** What an administrator can do with a rule of the list. */
export interface Deeds {
  readonly enable: (rule: Rule) => Promise<void>;
  readonly remove: (rule: Rule) => void;
}

export interface RuleListProps {
  readonly rules: readonly Rule[];
  /** There are no more than these. */
  readonly isAll: boolean;
  readonly deeds: Deeds | undefined;
}

export function RuleList({ rules, isAll, deeds }: RuleListProps) {
  const [filter, setFilter] = useState('');
  const workloads = useWorkloadNames();
  const wanted = filter.toLowerCase();
  const found = rules.filter(({ name, pattern }) => `${name}\n${pattern}`.toLowerCase().includes(wanted));
  const whereOf = whereIn(rules, new Map(workloads));
  return (
    <section class="card" aria-label="Rules">
      <div class="list-head">
        <FilterBox label="Filter rules" value={filter} onInput={setFilter} />
        <p class="soft" role="status">
          {found.length} shown{isAll ? '' : ', the newest of more'}
        </p>
        {found.length > 0 && <CopyButton noun="rules as YAML" label="Copy as YAML" text={ruleYaml(found)} />}
      </div>
      {rules.length === 0 && <NoRules mayAdd={deeds !== undefined} />}
      {rules.length > 0 && found.length === 0 && <p class="empty">No rule has “{filter}” in its name or pattern.</p>}
      {found.length > 0 && (
        <DataTable caption="Rules" columns={columns(whereOf, deeds)} rows={found} keyOf={({ id }) => id} />
      )}
    </section>
  );
}

function NoRules({ mayAdd }: { readonly mayAdd: boolean }) {
  return (
    <div class="empty">
      <p class="empty-title">There is no rule yet</p>
      <p>Without one no line is read: nothing would come of it.</p>
      {mayAdd && (
        <p>
          <a href="/first-steps?step=rules">Begin with ten that are ready</a>
        </p>
      )}
    </div>
  );
}

function columns(whereOf: (rule: Rule) => string | undefined, deeds: Deeds | undefined): readonly Column<Rule>[] {
  const shown: readonly Column<Rule>[] = [
    { name: 'Rule', cell: (rule) => <RuleName rule={rule} where={whereOf(rule)} /> },
    { name: 'Severity', cell: ({ severity }) => <SeverityMark severity={severity} /> },
    { name: 'Becomes an event', cell: (rule) => floodWords(rule) },
    { name: 'Hits in 24 h', cell: ({ id, hits_24h: hits }) => <Hits id={id} hits={hits} /> },
    { name: 'Last hit', cell: ({ last_hit_at: at }) => <Moment at={at} /> },
    { name: 'State', cell: (rule) => <StatusMark {...ruleWords(rule)} /> },
  ];
  return deeds ? [...shown, actions(deeds)] : shown;
}

const Hits = ({ id, hits }: { readonly id: string; readonly hits: number }) =>
  hits === 0 ? <span class="soft">None</span> : <a href={`/events?rule_id=${id}`}>{hits.toLocaleString('en')}</a>;

function RuleName({ rule, where }: { readonly rule: Rule; readonly where: string | undefined }) {
  const origin = originWords(rule);
  return (
    <>
      <a href={`/rules/${rule.id}`}>{rule.name}</a> {origin && <span class="tag">{origin}</span>}
      {where && <small class="hint">{where}</small>}
      <small class="hint mono break">{rule.pattern}</small>
      {rule.compile_error && <small class="fault">{rule.compile_error.message}</small>}
    </>
  );
}

function actions({ enable, remove }: Deeds): Column<Rule> {
  return {
    name: 'Actions',
    unnamed: true,
    class: 'row-actions',
    cell: (rule) =>
      rule.origin === 'api' && (
        <>
          <button
            type="button"
            class="quiet"
            aria-label={`${rule.enabled ? 'Switch off' : 'Switch on'}: ${rule.name}`}
            onClick={() => void enable(rule)}
          >
            {rule.enabled ? 'Switch off' : 'Switch on'}
          </button>
          <button type="button" class="quiet danger" aria-label={`Delete: ${rule.name}`} onClick={() => remove(rule)}>
            Delete
          </button>
        </>
      ),
  };
}
