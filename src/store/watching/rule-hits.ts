// What was counted of rules, as the API shows it.
import { sql } from 'kysely';
import { DECISIONS } from '../../core/flood/decision.ts';
import type { RuleCounts } from '../../core/flood/rule-counts.ts';
import type { Database } from '../door/database.ts';
import { ALL_HOURS, HOURS_KEPT, hourOf } from './flood/write-flood.ts';

/** Rules that are asked for in one query. */
const RULES_A_QUERY = 1_000;

export interface RuleHitFigures {
  readonly hits24h: number;
  readonly lastHitAt: number | null;
}

export class RuleHitCounts {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    [this.#database, this.#now] = [database, now];
  }

  /** A rule without hits is not in the answer. Hours count as whole ones, so a day is up to an hour longer. */
  async hitsOf(ruleIds: readonly string[]): Promise<ReadonlyMap<string, RuleHitFigures>> {
    const figures = new Map<string, RuleHitFigures>();
    for (let at = 0; at < ruleIds.length; at += RULES_A_QUERY)
      for (const [id, one] of await this.#some(ruleIds.slice(at, at + RULES_A_QUERY))) figures.set(id, one);
    return figures;
  }

  /** Since the beginning, by rule; those that are no more among them. */
  async totals(): Promise<ReadonlyMap<string, RuleCounts>> {
    const rows = await this.#database.read((db) =>
      db.selectFrom('rule_counts').selectAll('rule_counts').where('rule_counts.hour', '=', ALL_HOURS).execute(),
    );
    return new Map(rows.map((row) => [row.rule_id, countsOf(row)]));
  }

  async #some(ruleIds: readonly string[]): Promise<readonly (readonly [string, RuleHitFigures])[]> {
    const since = hourOf(this.#now()) - HOURS_KEPT;
    const hits = sql<number>`sum(case when rule_counts.hour >= ${since} then ${HITS} else 0 end)`;
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('rule_counts')
        .select(['rule_counts.rule_id', hits.as('hits'), (is) => is.fn.max('rule_counts.last_hit_at').as('last')])
        .where('rule_counts.rule_id', 'in', [...ruleIds])
        .where((is) => is.or([is('rule_counts.hour', '=', ALL_HOURS), is('rule_counts.hour', '>=', since)]))
        .groupBy('rule_counts.rule_id')
        .execute(),
    );
    return rows
      .filter(({ last }) => last !== null)
      .map(({ rule_id, hits: count, last }) => [rule_id, { hits24h: Number(count), lastHitAt: Number(last) }] as const);
  }
}

const HITS = sql.raw(DECISIONS.map((decision) => `rule_counts.${decision}`).join(' + '));

function countsOf(row: RuleCounts): RuleCounts {
  const { admitted, threshold, muted, cooldown, rate_limit, excluded } = row;
  return { admitted, threshold, muted, cooldown, rate_limit, excluded };
}
