// The index of words on SQLite: FTS5, of which every search is kept small. A beginning of a word makes FTS5 merge the lists of all words that begin so before it
// gives the first hit, which can take seconds among millions of events, and a statement cannot be stopped. So each term stands behind the number of its
// region of ids, and a search goes through the regions one by one.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../tables.ts';
import { BLOCK_IDS } from './text-blocks.ts';
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

const regionOf = (block: number): number => Math.floor(block / REGION_BLOCKS);

/** Behind the mark no longer number can be meant. */
const inRegion = (region: number, term: string): string => `${region.toString(36)}${MARK}${term}`;

export const ftsIndex: TextIndex = {
  async add(trx: Transaction<Tables>, block: number, events: readonly IndexedEvent[]): Promise<void> {
    const region = regionOf(block);
    const rows = events.map(({ id, terms }) => [id, terms.map((term) => inRegion(region, term)).join(' ')]);
    await sql`insert into event_text (rowid, words)
      select value ->> 0, value ->> 1 from json_each(${JSON.stringify(rows)})`.execute(trx);
  },

  async forget(trx: Transaction<Tables>, block: number): Promise<void> {
    const [first, end] = [block * BLOCK_IDS, (block + 1) * BLOCK_IDS];
    await sql`delete from event_text where rowid >= ${first} and rowid < ${end}`.execute(trx);
  },

  async *find(db: Kysely<Tables>, { wanted, blocks, below }: Search): AsyncGenerator<Candidates> {
    const regions = Map.groupBy(blocks, regionOf);
    for (const [region, within] of regions) {
      const from = (within.at(-1) ?? 0) * BLOCK_IDS;
      const end = Math.min(below, ((within[0] ?? 0) + 1) * BLOCK_IDS);
      yield* findInRegion(db, region, { wanted, from, below: end });
    }
  },
};

interface Span {
  readonly wanted: WantedTerms;
  readonly from: number;
  readonly below: number;
}

async function* findInRegion(db: Kysely<Tables>, region: number, span: Span): AsyncGenerator<Candidates> {
  const { wanted, from } = span;
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
  { from, below }: Span,
): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly id: number }>`select rowid as id from event_text
    where event_text match ${conditions.join(' AND ')} and rowid >= ${from} and rowid < ${below}
    order by rowid desc limit ${FEW}`.execute(db);
  return rows.map(({ id }) => id);
}
