// What is saved of origins: each with its position and its latest gaps, in a few queries however many there are.
import type { Kysely, Selectable } from 'kysely';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import type { OriginsTable, PositionTailsTable, RuleStandingsTable } from '../tables/watching-tables.ts';
import type { Tables } from '../tables.ts';
import { ruleStandingOf } from './flood/flood-rows.ts';
import { readGaps } from './gaps/read-gaps.ts';
import { savedOrigin } from './origin-rows.ts';

/** More origins than that are told of in several queries: a query takes so many values only, and between two of them others have their turn. */
const ORIGINS_A_QUERY = 1_000;

/** Those with these ids, in order. */
export async function readOriginsOf(db: Kysely<Tables>, ids: readonly number[]): Promise<SavedOrigin[]> {
  const saved: SavedOrigin[] = [];
  for (let at = 0; at < ids.length; at += ORIGINS_A_QUERY) {
    const rows = await db
      .selectFrom('origins')
      .selectAll('origins')
      .where('origins.id', 'in', ids.slice(at, at + ORIGINS_A_QUERY))
      .orderBy('origins.id')
      .execute();
    saved.push(...(await readOrigins(db, rows)));
  }
  return saved;
}

export async function readOrigins(
  db: Kysely<Tables>,
  rows: readonly Selectable<OriginsTable>[],
): Promise<SavedOrigin[]> {
  const saved: SavedOrigin[] = [];
  for (let at = 0; at < rows.length; at += ORIGINS_A_QUERY)
    saved.push(...(await readSome(db, rows.slice(at, at + ORIGINS_A_QUERY))));
  return saved;
}

async function readSome(db: Kysely<Tables>, rows: readonly Selectable<OriginsTable>[]): Promise<SavedOrigin[]> {
  const ids = rows.map(({ id }) => id);
  const tails = Map.groupBy(await tailsOf(db, ids), ({ origin_id }) => origin_id);
  const gapsOf = await readGaps(db, ids);
  const standings = Map.groupBy(await standingsOf(db, ids), ({ origin_id }) => origin_id);
  return rows.map((row) => {
    const rules = new Map(
      standings.get(row.id)?.map(({ rule_id, standing }) => [rule_id, ruleStandingOf(standing)] as const),
    );
    return savedOrigin(row, { tail: joined(row, tails.get(row.id) ?? []), rules, ...gapsOf(row.id) });
  });
}

function tailsOf(db: Kysely<Tables>, ids: readonly number[]): Promise<Selectable<PositionTailsTable>[]> {
  return db
    .selectFrom('position_tails')
    .selectAll('position_tails')
    .where('position_tails.origin_id', 'in', ids)
    .orderBy('position_tails.origin_id')
    .orderBy('position_tails.begins_at')
    .execute();
}

function standingsOf(db: Kysely<Tables>, ids: readonly number[]): Promise<Selectable<RuleStandingsTable>[]> {
  return db
    .selectFrom('rule_standings')
    .selectAll('rule_standings')
    .where('rule_standings.origin_id', 'in', ids)
    .execute();
}

/** The pieces of a tail as one, without what was forgotten of the first. */
function joined(
  { tail_from, tail_end }: Selectable<OriginsTable>,
  pieces: readonly Selectable<PositionTailsTable>[],
): Uint8Array {
  const tail = new Uint8Array(tail_end - tail_from);
  for (const { begins_at, bytes } of pieces) {
    const from = Math.max(0, tail_from - begins_at);
    if (from < bytes.length) tail.set(bytes.subarray(from), begins_at + from - tail_from);
  }
  return tail;
}
