// What a line has to say to become an event.
import { useState } from 'preact/hooks';
import type { Rule } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../parts/list/data-table.tsx';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { useDeeds } from '../use-deeds.ts';
import { useWorkloadNames } from '../use-names.ts';
import { floodWords, originWords, ruleWords } from './rule-words.ts';
import { ruleYaml } from './rule-yaml.ts';

const EVERY_MS = 10_000;

export function RulesPage() {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const { value, fault, reload } = useLiveValue({ load: (signal) => api.rules(undefined, signal), everyMs: EVERY_MS });
  const [deleting, setDeleting] = useState<Rule | undefined>();
  const { perform, fault: failure } = useDeeds(reload);
  const failed = failure ?? fault?.message;
  const enable = (rule: Rule): Promise<void> =>
    perform(
      () => api.changeRule(rule.id, { enabled: !rule.enabled }),
      `“${rule.name}” is ${rule.enabled ? 'switched off' : 'in force'}.`,
    );
  const add = (
    <a class="button primary" href="/rules/new">
      New rule
    </a>
  );
  return (
    <Page title="Rules" lead="What a line has to say to become an event." actions={isAdmin && add}>
      {failed && <Message kind="bad">{failed}</Message>}
      {value && (
        <RuleList
          rules={value.items}
          isAll={value.next_cursor === null}
          deeds={isAdmin ? { enable, remove: setDeleting } : undefined}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete “${deleting.name}”?`}
          deed="Delete rule"
          onConfirm={async () => {
            await api.deleteRule(deleting.id);
            notices.say(`“${deleting.name}” was deleted.`);
            setDeleting(undefined);
            reload();
          }}
          onClose={() => setDeleting(undefined)}
        >
          <p>Its events stay. What stands in its place in single workloads goes with it.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

/** What an administrator can do with a rule of the list. */
interface Deeds {
  readonly enable: (rule: Rule) => Promise<void>;
  readonly remove: (rule: Rule) => void;
}

interface RuleListProps {
  readonly rules: readonly Rule[];
  /** There are no more than these. */
  readonly isAll: boolean;
  readonly deeds: Deeds | undefined;
}

function RuleList({ rules, isAll, deeds }: RuleListProps) {
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

/** Where each holds; undefined: everywhere. */
function whereIn(rules: readonly Rule[], workloads: ReadonlyMap<string, string>) {
  const names = new Map(rules.map(({ id, name }) => [id, name]));
  return ({ workload_id: id, overrides_rule_id: overridden }: Rule): string | undefined => {
    if (id === null) return undefined;
    const workload = workloads.get(id) ?? id;
    return overridden === null ? `in ${workload} alone` : `for “${names.get(overridden) ?? overridden}” in ${workload}`;
  };
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
