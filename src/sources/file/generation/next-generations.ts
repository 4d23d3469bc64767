// Which files come behind those that are known, when a path leads to another one than before.
import type { Cursor } from './cursor.ts';
import { bornAt, newestFirst, type SeenFile } from './survey.ts';

export interface NextGenerations {
  /** Of what was read last more stands in this one: it was renamed, copied or packed. Undefined when it is nowhere. */
  readonly rest: SeenFile | undefined;
  /** Not read before, the oldest first. */
  readonly fresh: readonly SeenFile[];
  /** There are others that may have come behind it as well. */
  readonly hasDoubts: boolean;
}

/** Whose generation stands in a file; undefined for one of which nothing was read, `unclear` while that cannot be said yet. */
export type Recognise = (seen: SeenFile) => Promise<Cursor | 'unclear' | undefined>;

/** Files are renamed while one looks: it is looked until two looks show the same, at most so often. */
const MOST_LOOKS = 20;

/** Undefined while nothing stands still. */
export async function nextGenerations(
  at: string,
  newest: Cursor,
  recognise: Recognise,
): Promise<NextGenerations | undefined> {
  const known = new Map<string, Cursor | undefined>();
  const once: Recognise = async (seen) => {
    const name = `${seen.file} ${seen.path.endsWith('.gz') ? '' : seen.path === at}`;
    if (known.has(name)) return known.get(name);
    const found = await recognise(seen);
    if (found !== 'unclear') known.set(name, found);
    return found;
  };
  let before: NextGenerations | undefined;
  for (let look = 0; look < MOST_LOOKS; look++) {
    const now = await lookOnce(at, newest, once);
    if (before !== undefined && now !== undefined && isSame(before, now)) return now;
    before = now;
  }
  return undefined;
}

/** From the newest on back, until one is met of which something was read: what is older than that was there before. Where none is, what was made since is new. */
async function lookOnce(at: string, newest: Cursor, recognise: Recognise): Promise<NextGenerations | undefined> {
  const fresh: SeenFile[] = [];
  for await (const seen of newestFirst(at)) {
    const cursor = await recognise(seen);
    if (cursor === 'unclear') return undefined;
    if (cursor === newest) return { rest: seen, fresh, hasDoubts: false };
    // A copy of one that was read before.
    if (cursor === undefined) fresh.unshift(seen);
  }
  const sure = fresh.filter((one) => one.path === at || isSurelyNewer(one, newest));
  const hasDoubts = fresh.some((one) => !sure.includes(one) && one.changed > newest.changed);
  return { rest: undefined, fresh: sure, hasDoubts };
}

/** What was copied or packed lately may be old: to read it anew would tell its lines twice. */
const isSurelyNewer = (seen: SeenFile, newest: Cursor): boolean =>
  !seen.isPacked &&
  !newest.isCut &&
  newest.cuts === 0 &&
  bornAt(newest.file) > 0n &&
  bornAt(seen.file) > bornAt(newest.file);

const isSame = (one: NextGenerations, other: NextGenerations): boolean =>
  one.rest?.file === other.rest?.file &&
  one.fresh.length === other.fresh.length &&
  one.fresh.every(({ file }, n) => file === other.fresh[n]?.file);
