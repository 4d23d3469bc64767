// The index of words on SQLite: FTS5, whose every step is kept small, as no statement can be stopped. A beginning of a word makes FTS5 merge the lists of all
// words that begin so before it gives the first hit; so each term stands behind the number of its region of ids, and a search goes through the regions one by
// one. What is deleted makes FTS5 write large parts of its index again; so there is a table for each part of the ids, which is dropped as a whole.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../tables.ts';
import { BLOCK_IDS, hasBlocks } from './text-blocks.ts';
import {
  type Candidates,
  FEW,
  type IndexedEvent,
  type Search,
  type TextIndex,
  type WantedTerms,
} from './text-index.ts';
import { MARK } from './text-terms.ts';

const REGION_BLOCKS = 16;
/** Ten million events are some hundred and fifty tables. */
const PART_BLOCKS = 4 * REGION_BLOCKS;

const partOf = (block: number): number => Math.floor(block / PART_BLOCKS);
const tableOf = (part: number): string => `event_text_${part}`;
const regionOf = (block: number): number => Math.floor(block / REGION_BLOCKS);

/** Behind the mark no longer number can be meant. */
const inRegion = (region: number, term: string): string => `${region.toString(36)}${MARK}${term}`;

export const ftsIndex: TextIndex = {
  async add(trx: Transaction<Tables>, block: number, events: readonly IndexedEvent[]): Promise<void> {
    const [region, table] = [regionOf(block), sql.table(tableOf(partOf(block)))];
    // It holds no text, and no places of words in it; they come separated by spaces, so that this tokenizer leaves each as it is.
    await sql`create virtual table if not exists ${table}
      using fts5(words, content = '', columnsize = 0, detail = none, tokenize = 'ascii')`.execute(trx);
    const rows = events.map(({ id, terms }) => [id, terms.map((term) => inRegion(region, term)).join(' ')]);
    await sql`insert into ${table} (rowid, words)
      select value ->> 0, value ->> 1 from json_each(${JSON.stringify(rows)})`.execute(trx);
  },

  async forget(trx: Transaction<Tables>, block: number): Promise<void> {
    const part = partOf(block);
    if (await hasBlocks(trx, part * PART_BLOCKS, (part + 1) * PART_BLOCKS)) return;
    await sql`drop table if exists ${sql.table(tableOf(part))}`.execute(trx);
  },

  async *find(db: Kysely<Tables>, { wanted, blocks, below }: Search): AsyncGenerator<Candidates> {
    const regions = Map.groupBy(blocks, regionOf);
    for (const [region, within] of regions) {
      const from = (within.at(-1) ?? 0) * BLOCK_IDS;
      const end = Math.min(below, ((within[0] ?? 0) + 1) * BLOCK_IDS);
      const table = tableOf(partOf(within[0] ?? 0));
      yield* findInRegion(db, { table, region, wanted, from, below: end });
    }
  },
};

interface Span {
  readonly table: string;
  readonly region: number;
  readonly wanted: WantedTerms;
  readonly from: number;
  readonly below: number;
}

async function* findInRegion(db: Kysely<Tables>, span: Span): AsyncGenerator<Candidates> {
  const { wanted, from, region } = span;
  const groups = wanted.groups.map((terms) => oneOf(terms.map((term) => quoted(inRegion(region, term)))));
  if (groups.length > 0) {
    const ids = await matching(db, groups, span);
    if (ids.length < FEW) return yield { ids, downTo: from };
  }
  const all = [...groups, `${quoted(inRegion(region, wanted.beginning))}*`];
  for (let below = span.below; ; ) {
    const ids = await matching(db, all, { ...span, below });
    const last = ids.at(-1);
    if (last === undefined || ids.length < FEW) return yield { ids, downTo: from };
    yield { ids, downTo: last };
    below = last;
  }
}

/** Terms have letters, digits and our mark, so none can end its quotation marks. */
const quoted = (term: string): string => `"${term}"`;
const oneOf = (terms: readonly string[]): string => `(${terms.join(' OR ')})`;

async function matching(
  db: Kysely<Tables>,
  conditions: readonly string[],
  { table, from, below }: Span,
): Promise<readonly number[]> {
  const query = sql<{ readonly id: number }>`select rowid as id from ${sql.table(table)}
    where ${sql.ref(table)} match ${conditions.join(' AND ')} and rowid >= ${from} and rowid < ${below}
    order by rowid desc limit ${FEW}`;
  try {
    return (await query.execute(db)).rows.map(({ id }) => id);
  } catch (error) {
    // Its last event was deleted after the search had begun.
    if (await isThere(db, table)) throw error;
    return [];
  }
}

async function isThere(db: Kysely<Tables>, table: string): Promise<boolean> {
  const { rows } = await sql`select 1 from sqlite_master where name = ${table}`.execute(db);
  return rows.length > 0;
}
