// Saves how rules stand in origins. A commit may have thousands of them, so each database has them its own way.
import { sql, type Transaction } from 'kysely';
import type { StoreKind } from '../../backend/backend.ts';
import { builtOnce } from '../../backend/built-once.ts';
import { type GivenValues, givenTable, givenValues } from '../../backend/given-rows.ts';
import { runForEach } from '../../backend/row-batch.ts';
import { UNHEARD } from '../../backend/unheard.ts';
import type { RuleStandingsTable } from '../../tables/watching-tables.ts';
import type { Tables } from '../../tables.ts';

const ROWS_A_STATEMENT = 1_000;

const GIVEN = { name: 'given', columns: { origin_id: 'bigint', rule_id: 'text', standing: 'text' } } as const;

const UPSERT = `insert into rule_standings (origin_id, rule_id, standing) values (?, ?, ?)
  on conflict (origin_id, rule_id) do update set standing = excluded.standing`;

/** None of the rules twice in one origin. */
export async function writeStandings(
  trx: Transaction<Tables>,
  kind: StoreKind,
  standings: readonly RuleStandingsTable[],
): Promise<void> {
  if (kind === 'sqlite') {
    await runForEach(
      trx,
      UPSERT,
      standings.map(({ origin_id, rule_id, standing }) => [origin_id, rule_id, standing]),
    );
    return;
  }
  for (let at = 0; at < standings.length; at += ROWS_A_STATEMENT) {
    const rows = standings.slice(at, at + ROWS_A_STATEMENT).map((row) => ({ ...row }));
    await upsertTogether(trx, givenValues(kind, GIVEN, rows));
  }
}

const upsertTogether = builtOnce((db, given: GivenValues<'postgres', typeof GIVEN>) =>
  sql`insert into rule_standings (origin_id, rule_id, standing)
    select given.origin_id, given.rule_id, given.standing from ${givenTable('postgres', GIVEN, given)}
    on conflict (origin_id, rule_id) do update set standing = excluded.standing ${UNHEARD}`.compile(db),
);
