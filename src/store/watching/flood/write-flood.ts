// Saves how each rule stands in the origins of a commit, and adds up what was counted.
import { sql, type Transaction } from 'kysely';
import { COUNTED, type GrowingCounts, hitsOf, noCounts, type RuleCounts } from '../../../core/flood/rule-counts.ts';
import type { OriginChange } from '../../../core/lines/standing.ts';
import type { StoreKind } from '../../backend/backend.ts';
import { builtForRows } from '../../backend/built-once.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import { known } from '../../row-id.ts';
import type { RuleCountsTable } from '../../tables/watching-tables.ts';
import type { Tables } from '../../tables.ts';
import { ruleStandingText } from './flood-rows.ts';
import { writeStandings } from './write-standings.ts';

/** Rows in one statement. */
const ROWS_A_STATEMENT = 500;

const HOUR_MS = 3_600_000;

/** Whole hours that are told apart, before the present one. */
export const HOURS_KEPT = 24;

/** The row of `rule_counts` that holds all hours together. */
export const ALL_HOURS = 0;

export const hourOf = (now: number): number => Math.floor(now / HOUR_MS);

/** Where the origins of a commit are. */
export interface WrittenOrigins {
  readonly ids: ReadonlyMap<string, number>;
  readonly now: number;
  readonly kind: StoreKind;
}

type Change = Pick<OriginChange<unknown>, 'origin' | 'flood'>;

export async function writeFlood(
  trx: Transaction<Tables>,
  changes: readonly Change[],
  { ids, now, kind }: WrittenOrigins,
): Promise<void> {
  await forgetRules(trx, changes, ids);
  const standings = changes.flatMap(({ origin, flood }) =>
    [...(flood?.rules ?? [])].map(([rule_id, standing]) => ({
      origin_id: known(ids, origin.key),
      rule_id,
      standing: ruleStandingText(standing),
    })),
  );
  await writeStandings(trx, kind, standings);
  await addCounts(trx, sumOf(changes), now);
}

/** Before the new words are written: a rule with the same id may be back already. */
async function forgetRules(
  trx: Transaction<Tables>,
  changes: readonly Change[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  for (const { origin, flood } of changes) {
    const forgotten = flood?.forgotten ?? [];
    for (let at = 0; at < forgotten.length; at += ROWS_A_STATEMENT)
      await trx
        .deleteFrom('rule_standings')
        .where('rule_standings.origin_id', '=', known(ids, origin.key))
        .where('rule_standings.rule_id', 'in', forgotten.slice(at, at + ROWS_A_STATEMENT))
        .modifyEnd(UNHEARD)
        .execute();
  }
}

/** Over all origins. */
function sumOf(changes: readonly Change[]): ReadonlyMap<string, RuleCounts> {
  const sums = new Map<string, GrowingCounts>();
  for (const { flood } of changes) {
    for (const [id, counts] of flood?.counts ?? []) {
      const sum = sums.get(id) ?? noCounts();
      for (const what of COUNTED) sum[what] += counts[what];
      sums.set(id, sum);
    }
  }
  return sums;
}

async function addCounts(trx: Transaction<Tables>, sums: ReadonlyMap<string, RuleCounts>, now: number): Promise<void> {
  // Always in the same order, so that two instances which count the same rules never wait for each other.
  const inOrder = [...sums].sort(([one], [other]) => (one < other ? -1 : 1));
  const rows = inOrder.flatMap(([rule_id, counts]) =>
    [ALL_HOURS, hourOf(now)].map((hour) => ({
      ...{ rule_id, hour, last_hit_at: hitsOf(counts) > 0 ? now : null },
      ...counts,
    })),
  );
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
    await insertCounts(trx, rows.slice(at, at + ROWS_A_STATEMENT));
  await forgetHours(trx, [...sums.keys()], hourOf(now) - HOURS_KEPT);
}

/** Of these rules; so each keeps a day, whether it hits again or not. */
async function forgetHours(trx: Transaction<Tables>, ruleIds: readonly string[], before: number): Promise<void> {
  for (let at = 0; at < ruleIds.length; at += ROWS_A_STATEMENT)
    await deleteHours(
      trx,
      ruleIds.slice(at, at + ROWS_A_STATEMENT).map((rule_id) => ({ rule_id, before })),
    );
}

const insertCounts = builtForRows((db, rows: readonly RuleCountsTable[]) =>
  db
    .insertInto('rule_counts')
    .values([...rows])
    .onConflict((conflict) => conflict.columns(['rule_id', 'hour']).doUpdateSet(ADDED))
    .modifyEnd(UNHEARD)
    .compile(),
);

const deleteHours = builtForRows((db, rows: readonly { readonly rule_id: string; readonly before: number }[]) =>
  db
    .deleteFrom('rule_counts')
    .where(
      'rule_counts.rule_id',
      'in',
      rows.map(({ rule_id }) => rule_id),
    )
    .where('rule_counts.hour', '>', ALL_HOURS)
    .where('rule_counts.hour', '<', rows[0]?.before ?? ALL_HOURS)
    .modifyEnd(UNHEARD)
    .compile(),
);

const ADDED = {
  admitted: sql<number>`rule_counts.admitted + excluded.admitted`,
  threshold: sql<number>`rule_counts.threshold + excluded.threshold`,
  muted: sql<number>`rule_counts.muted + excluded.muted`,
  cooldown: sql<number>`rule_counts.cooldown + excluded.cooldown`,
  rate_limit: sql<number>`rule_counts.rate_limit + excluded.rate_limit`,
  excluded: sql<number>`rule_counts.excluded + excluded.excluded`,
  last_hit_at: sql<number | null>`coalesce(excluded.last_hit_at, rule_counts.last_hit_at)`,
};
