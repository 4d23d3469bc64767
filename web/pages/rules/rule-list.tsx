// The rules, as they are listed.
import { useState } from 'preact/hooks';
import type { Mute, Rule } from '../../api/shapes.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import type { Column } from '../../parts/list/data-table.tsx';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { countInTable, LongTable } from '../../parts/list/long-table.tsx';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Moment } from '../../parts/moment.tsx';
import { saveAsFile } from '../../parts/take-away/save-as-file.ts';
import { MuteLines } from '../mutes/mute-lines.tsx';
import { naming, ofWorkloads } from '../mutes/open-mutes.ts';
import type { Names } from '../use-names.ts';
import { NoRules } from './no-rules.tsx';
import { floodWords, originWords, ruleWords } from './rule-words.ts';
import { ruleYaml } from './rule-yaml.ts';
import { ShownPattern } from './shown-pattern.tsx';
import { type Where, whereIn } from './where-in.ts';

/** What an administrator can do with a rule of the list. */
export interface Deeds {
  readonly enable: (rule: Rule) => Promise<void>;
  readonly remove: (rule: Rule) => void;
  readonly endMute: (mute: Mute) => Promise<void>;
}

export interface RuleListProps {
  readonly rules: readonly Rule[];
  /** Those that are not over. */
  readonly mutes: readonly Mute[];
  /** What they are called. */
  readonly workloads: Names;
  readonly deeds: Deeds | undefined;
}

export function RuleList({ rules, mutes, workloads, deeds }: RuleListProps) {
  const [filter, setFilter] = useState('');
  const wanted = filter.toLowerCase();
  const found = rules.filter(({ name, pattern }) => `${name}\n${pattern}`.toLowerCase().includes(wanted));
  const row: RowParts = { whereOf: whereIn(rules, new Map(workloads)), mutes, workloads, deeds };
  return (
    <section class="card" aria-label="Rules">
      {ofWorkloads(mutes).length > 0 && (
        <div class="list-note">
          <MuteLines mutes={ofWorkloads(mutes)} rule={undefined} workloads={workloads} onEnd={deeds?.endMute} />
        </div>
      )}
      <div class="list-head">
        <FilterBox label="Filter rules" value={filter} onInput={setFilter} />
        <p class="soft" role="status">
          {countInTable(found.length)}
        </p>
        {found.length > 0 && (
          <span>
            <CopyButton noun="rules as YAML" label="Copy as YAML" text={() => ruleYaml(found, rules)} />
            <button
              type="button"
              class="quiet"
              aria-label="Download as YAML"
              onClick={() => saveAsFile('rules.yaml', ruleYaml(found, rules))}
            >
              Download
            </button>
          </span>
        )}
      </div>
      {rules.length === 0 && <NoRules mayAdd={deeds !== undefined} />}
      {rules.length > 0 && found.length === 0 && <p class="empty">No rule has “{filter}” in its name or pattern.</p>}
      {found.length > 0 && <LongTable caption="Rules" columns={columns(row)} rows={found} keyOf={({ id }) => id} />}
    </section>
  );
}

/** What a row says of its rule besides what the rule says itself. */
interface RowParts {
  readonly whereOf: (rule: Rule) => Where | undefined;
  readonly mutes: readonly Mute[];
  readonly workloads: Names;
  readonly deeds: Deeds | undefined;
}

function columns(parts: RowParts): readonly Column<Rule>[] {
  const shown: readonly Column<Rule>[] = [
    { name: 'Rule', class: 'rule-name', cell: (rule) => <RuleName rule={rule} parts={parts} /> },
    { name: 'Severity', class: 'rule-severity', cell: ({ severity }) => <SeverityMark severity={severity} /> },
    { name: 'Becomes an event', class: 'rule-flood', cell: (rule) => floodWords(rule) },
    { name: 'Hits in 24 h', class: 'rule-hits', cell: ({ id, hits_24h: hits }) => <Hits id={id} hits={hits} /> },
    { name: 'Last hit', class: 'rule-hits', cell: ({ last_hit_at: at }) => <Moment at={at} /> },
    { name: 'State', class: 'rule-state', cell: (rule) => <StatusMark {...ruleWords(rule)} /> },
  ];
  return parts.deeds ? [...shown, actions(parts.deeds)] : shown;
}

const Hits = ({ id, hits }: { readonly id: string; readonly hits: number }) =>
  hits === 0 ? <span class="soft">None</span> : <a href={`/events?rule_id=${id}`}>{hits.toLocaleString('en')}</a>;

function RuleName({ rule, parts }: { readonly rule: Rule; readonly parts: RowParts }) {
  const { whereOf, mutes, workloads, deeds } = parts;
  const where = whereOf(rule);
  const origin = originWords(rule);
  return (
    <>
      <a href={`/rules/${rule.id}`}>{rule.name}</a> {origin && <span class="tag">{origin}</span>}
      {where && <small class="hint">{where.href ? <a href={where.href}>{where.words}</a> : where.words}</small>}
      <ShownPattern text={rule.field === null ? rule.pattern : `${rule.field}: ${rule.pattern}`} />
      {rule.compile_error && <small class="fault">{rule.compile_error.message}</small>}
      <MuteLines mutes={naming(mutes, rule)} rule={rule.name} workloads={workloads} onEnd={deeds?.endMute} />
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
