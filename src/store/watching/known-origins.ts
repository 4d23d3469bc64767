// What the API shows of origins that are saved: without their positions, which only a reading needs and which are large.
import type { Kysely } from 'kysely';
import type { SavedFlood } from '../../core/lines/flood-state.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { KnownOrigin } from '../../core/lines/standing.ts';
import type { Database } from '../door/database.ts';
import { type JudgedTotals, judgedTotals } from '../judged-totals.ts';
import type { Tables } from '../tables.ts';
import { readGaps } from './gaps/read-gaps.ts';
import { type KnownRow, knownOrigin } from './origin-rows.ts';
import { readOrigins } from './read-origins.ts';

/** More than can be watched at once. */
const MOST_ORIGINS = 5_000;
const MOST_WORKLOADS = 5_000;
const ORIGINS_A_QUERY = 1_000;

const SHOWN = [
  'origins.id',
  'origins.key',
  'origins.source',
  'origins.workload',
  'origins.origin',
  'origins.found_at',
  'origins.stdout_since',
  'origins.stderr_since',
  'origins.cursor',
  'origins.settled',
  'origins.gone_at',
  'origins.lines',
  'origins.bytes',
  'origins.late_lines',
] as const;

/** The origins of one workload that went before some moment, as one. */
export interface GoneWorkload {
  /** The last of them that was found. */
  readonly origin: Origin;
  readonly firstFoundAt: number;
  readonly lines: number;
  readonly gapsTotal: number;
}

export class KnownOrigins {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The origins of a source that went at this moment or later, those first that went last. */
  goneSince(
    source: string,
    { since, limit }: { readonly since: number; readonly limit: number },
  ): Promise<readonly KnownOrigin[]> {
    return this.#database.read(async (db) =>
      shown(
        db,
        await db
          .selectFrom('origins')
          .select(SHOWN)
          .where('origins.source', '=', source)
          .where('origins.gone_at', '>=', since)
          .orderBy('origins.gone_at', 'desc')
          .orderBy('origins.id', 'desc')
          .limit(Math.min(limit, MOST_ORIGINS))
          .execute(),
      ),
    );
  }

  /** How much was judged since the beginning. */
  totals(): Promise<JudgedTotals> {
    return this.#database.read(judgedTotals);
  }

  /** How flood control stands in an origin; undefined where no line was judged yet. */
  flood(key: string): Promise<SavedFlood | undefined> {
    return this.#database.read(async (db) => {
      const rows = await db.selectFrom('origins').selectAll('origins').where('origins.key', '=', key).execute();
      return (await readOrigins(db, rows))[0]?.flood;
    });
  }

  /** The origins of a source that are not gone. */
  present(source: string): Promise<readonly KnownOrigin[]> {
    return this.#database.read(async (db) =>
      shown(
        db,
        await db
          .selectFrom('origins')
          .select(SHOWN)
          .where('origins.source', '=', source)
          .where('origins.gone_at', 'is', null)
          .orderBy('origins.id', 'desc')
          .limit(MOST_ORIGINS)
          .execute(),
      ),
    );
  }

  /** The origin with this key or, where that is none's, the only one whose key begins so. `%` and `_` stand for themselves in no key. */
  find(key: string): Promise<KnownOrigin | undefined> {
    return this.#database.read(async (db) => {
      const rows = await db
        .selectFrom('origins')
        .select(SHOWN)
        .where('origins.key', 'like', `${key.replace(/[%_\\]/g, '')}%`)
        .orderBy('origins.key')
        .limit(2)
        .execute();
      const exact = rows.filter((row) => row.key === key);
      const [one, other] = await shown(db, exact.length > 0 ? exact : rows);
      return other === undefined ? one : undefined;
    });
  }

  /** The workloads of the sources' origins that went before this moment; those that were found last come first. */
  workloadsGoneBefore(sources: readonly string[], before: number): Promise<readonly GoneWorkload[]> {
    return this.#database.read(async (db) => {
      if (sources.length === 0) return [];
      const [workloads, gaps] = [await goneWorkloads(db, sources, before), await goneGaps(db, sources, before)];
      const gapsOf = new Map(gaps.map(({ workload, total }) => [workload, Number(total)]));
      return workloads.map(({ workload, origin, first_found_at, lines }) => ({
        origin: JSON.parse(origin),
        firstFoundAt: Number(first_found_at),
        lines: Number(lines),
        gapsTotal: gapsOf.get(workload) ?? 0,
      }));
    });
  }

  /** Which source the origins belong to that are not gone, by their keys. */
  async owners(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('origins')
        .select(['origins.key', 'origins.source'])
        .where('origins.gone_at', 'is', null)
        .orderBy('origins.id', 'desc')
        .limit(4 * MOST_ORIGINS)
        .execute(),
    );
    return new Map(rows.map(({ key, source }) => [key, source]));
  }
}

async function shown(
  db: Kysely<Tables>,
  rows: readonly KnownRow[] & readonly { id: number }[],
): Promise<KnownOrigin[]> {
  const known: KnownOrigin[] = [];
  for (let at = 0; at < rows.length; at += ORIGINS_A_QUERY) {
    const some = rows.slice(at, at + ORIGINS_A_QUERY);
    const gapsOf = await readGaps(
      db,
      some.map(({ id }) => id),
    );
    known.push(...some.map((row) => knownOrigin(row, gapsOf(row.id))));
  }
  return known;
}

function goneWorkloads(db: Kysely<Tables>, sources: readonly string[], before: number) {
  const summed = db
    .selectFrom('origins')
    .select(({ fn }) => [
      'origins.workload',
      fn.max('origins.id').as('newest'),
      fn.min('origins.found_at').as('first_found_at'),
      fn.sum('origins.lines').as('lines'),
    ])
    .where('origins.gone_at', '<', before)
    .where('origins.source', 'in', sources)
    .groupBy('origins.workload')
    .as('summed');
  return db
    .selectFrom(summed)
    .innerJoin('origins', 'origins.id', 'summed.newest')
    .select(['summed.workload', 'summed.first_found_at', 'summed.lines', 'origins.origin'])
    .orderBy('summed.newest', 'desc')
    .limit(MOST_WORKLOADS)
    .execute();
}

function goneGaps(db: Kysely<Tables>, sources: readonly string[], before: number) {
  return db
    .selectFrom('gaps')
    .innerJoin('origins', 'origins.id', 'gaps.origin_id')
    .select(({ fn }) => ['origins.workload', fn.countAll().as('total')])
    .where('origins.gone_at', '<', before)
    .where('origins.source', 'in', sources)
    .groupBy('origins.workload')
    .limit(MOST_WORKLOADS)
    .execute();
}
