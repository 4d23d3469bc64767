// The index of words on PostgreSQL: for each word of a block a row that says which of its events have it. A block is written once, behind those before it, and deleted as one.
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

/** Blocks that one statement looks into: few at first, as most searches find enough in the newest. */
const FIRST_BLOCKS = 4;
const MOST_BLOCKS = 128;

/** No text that begins with a word comes after it with this character behind it. */
const LAST_CHARACTER = '\u{10ffff}';

interface Posting {
  readonly block: number;
  readonly word: string;
  /** The ids less the block's first, two bytes each. */
  readonly places: Buffer;
}

export const postingIndex: TextIndex = {
  async add(trx: Transaction<Tables>, block: number, events: readonly IndexedEvent[]): Promise<void> {
    const places = new Map<string, number[]>();
    for (const { id, terms } of events)
      for (const term of terms) {
        const known = places.get(term);
        if (known) known.push(id - block * BLOCK_IDS);
        else places.set(term, [id - block * BLOCK_IDS]);
      }
    const words = [...places.keys()].sort();
    const bytes = words.map((word) => placesAsBytes(places.get(word) ?? []));
    await sql`insert into event_words (block, word, places)
      select ${block}, given.word, given.places from unnest(${words}::text[], ${bytes}::bytea[]) as given(word, places)`.execute(
      trx,
    );
  },

  async forget(trx: Transaction<Tables>, block: number): Promise<void> {
    await trx.deleteFrom('event_words').where('event_words.block', '=', block).execute();
  },

  async *find(db: Kysely<Tables>, { wanted, blocks, below }: Search): AsyncGenerator<Candidates> {
    let size = FIRST_BLOCKS;
    for (let at = 0; at < blocks.length; at += size, size = Math.min(size * 2, MOST_BLOCKS)) {
      const some = blocks.slice(at, at + size);
      const found = await findInBlocks(db, wanted, some);
      const ids = some.flatMap((block) => found.get(block) ?? []).filter((id) => id < below);
      yield* inParts(ids, (some.at(-1) ?? 0) * BLOCK_IDS);
    }
  },
};

function placesAsBytes(places: readonly number[]): Buffer {
  const bytes = Buffer.alloc(places.length * 2);
  for (const [at, place] of places.entries()) bytes.writeUInt16LE(place, at * 2);
  return bytes;
}

/** No more at once than one statement reads quickly. */
function* inParts(ids: readonly number[], downTo: number): Generator<Candidates> {
  let at = 0;
  for (; at + FEW < ids.length; at += FEW) yield { ids: ids.slice(at, at + FEW), downTo: ids[at + FEW - 1] ?? downTo };
  yield { ids: ids.slice(at), downTo };
}

/** The candidates of each block, the newest first. */
async function findInBlocks(
  db: Kysely<Tables>,
  { groups, beginning }: WantedTerms,
  blocks: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const reached = new Map(blocks.map((block) => [block, new Uint16Array(BLOCK_IDS)]));
  if (groups.length > 0) {
    const groupOf = new Map(groups.flatMap((terms, nth) => terms.map((term) => [term, nth] as const)));
    const rows = await postings(db, blocks, sql`event_words.word = any(${[...groupOf.keys()]}::text[])`);
    const inOrder = rows.toSorted((a, b) => (groupOf.get(a.word) ?? 0) - (groupOf.get(b.word) ?? 0));
    for (const row of inOrder) reach(reached.get(row.block), row.places, groupOf.get(row.word) ?? 0);
  }
  const idsOf = (block: number, steps: number) => idsAt(block, reached.get(block), steps);
  const few = groups.length > 0 ? FEW : 0;
  const many = blocks.filter((block) => groups.length === 0 || idsOf(block, groups.length).length >= few);
  if (many.length > 0) {
    const rows = await postings(
      db,
      many,
      sql`event_words.word >= ${beginning} and event_words.word < ${beginning + LAST_CHARACTER}`,
    );
    for (const row of rows) reach(reached.get(row.block), row.places, groups.length);
  }
  const isMany = new Set(many);
  return new Map(blocks.map((block) => [block, idsOf(block, groups.length + (isMany.has(block) ? 1 : 0))]));
}

/** Those that had fulfilled so many conditions have fulfilled the next. */
function reach(reached: Uint16Array | undefined, places: Buffer, before: number): void {
  if (reached === undefined) return;
  for (let at = 0; at + 1 < places.length; at += 2) {
    const place = places.readUInt16LE(at);
    if (reached[place] === before) reached[place] = before + 1;
  }
}

function idsAt(block: number, reached: Uint16Array | undefined, steps: number): readonly number[] {
  const ids: number[] = [];
  for (let place = BLOCK_IDS - 1; place >= 0; place--)
    if (reached?.[place] === steps) ids.push(block * BLOCK_IDS + place);
  return ids;
}

async function postings(
  db: Kysely<Tables>,
  blocks: readonly number[],
  condition: ReturnType<typeof sql>,
): Promise<readonly Posting[]> {
  const { rows } =
    await sql<Posting>`select found.block, found.word, found.places from unnest(${blocks}::bigint[]) as wanted(block)
    cross join lateral (select event_words.block, event_words.word, event_words.places from event_words
      where event_words.block = wanted.block and ${condition} offset 0) as found`.execute(db);
  return rows;
}
