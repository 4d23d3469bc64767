// Which files come behind those that are known, when a path leads to another one than before.
import type { Cursor } from './cursor.ts';
import { newestFirst } from './newest-first.ts';
import { bornAt, MOST_LOOKS, type SeenFile } from './survey.ts';

export interface NextGenerations {
  /** Of what was read last more stands in this one: it was renamed, copied or packed. Undefined when it is nowhere. */
  readonly rest: SeenFile | undefined;
  /** Not read before, the oldest first. */
  readonly fresh: readonly SeenFile[];
  /** There are others that may have come behind it as well. */
  readonly hasUnproven: boolean;
  /** Nothing is met that was there before: some that came since may be gone again. */
  readonly mayLack: boolean;
  /** One that was left before is what the path leads to again. */
  readonly again?: Cursor;
  /** All that was looked at, and where it was: while that changes nothing is certain. */
  readonly looked: string;
}

/** Whose generation stands in a file; undefined for one of which nothing was read, `unclear` while that cannot be said yet. */
export type Recognise = (seen: SeenFile) => Promise<Cursor | 'unclear' | undefined>;

/** It is looked until two looks show the same; undefined while nothing stands still. */
export async function nextGenerations(
  at: string,
  newest: Cursor,
  recognise: Recognise,
): Promise<NextGenerations | undefined> {
  const known = new Map<string, Cursor | undefined>();
  const once: Recognise = async (seen) => {
    const name = `${seen.file} ${seen.path.endsWith('.gz') ? '' : seen.path === at} ${seen.size}`;
    if (known.has(name)) return known.get(name);
    const found = await recognise(seen);
    if (found !== 'unclear') known.set(name, found);
    return found;
  };
  let before: NextGenerations | undefined;
  for (let look = 0; look < MOST_LOOKS; look++) {
    const now = await lookOnce(at, newest, once);
    if (now === undefined) return undefined;
    if (now !== 'moving' && before?.looked === now.looked) return now;
    before = now === 'moving' ? undefined : now;
  }
  return undefined;
}

/** From the newest on back, until one is met of which something was read: what is older than that was there before. Where none is, what was made since is new. */
async function lookOnce(
  at: string,
  newest: Cursor,
  recognise: Recognise,
): Promise<NextGenerations | 'moving' | undefined> {
  const fresh: SeenFile[] = [];
  let copy: SeenFile | undefined;
  let behindOwn: readonly SeenFile[] = [];
  let looked = '';
  let isClockSure = false;
  for await (const seen of newestFirst(at)) {
    // Two looks may miss it, each under another of its names.
    if (seen === 'gone') return 'moving';
    looked += `${seen.path} ${seen.file} ${seen.path === at ? '' : seen.size}\n`;
    // Behind a copy its own file is looked for, and nothing else.
    if (copy !== undefined && seen.file !== newest.file) continue;
    if (seen.path === at) isClockSure = bornAt(newest.file) <= bornAt(seen.file);
    else if (isClockSure && isLongDone(seen, newest)) continue;
    const cursor = await recognise(seen);
    if (cursor === 'unclear') return undefined;
    // Whatever stands in a blank one came since, and copies of it may stand behind it.
    const isBegun = newest.isBlank && (cursor === newest || (seen.path === at && cursor === undefined));
    if (cursor === newest && !isBegun) {
      if (newest.isCut || seen.file === newest.file)
        return { rest: seen, fresh, hasUnproven: false, mayLack: false, looked };
      copy = seen;
    } else if (isBegun) {
      if (cursor === newest && seen.path !== at) behindOwn = [...fresh];
      addOldest(fresh, seen);
    } else if (seen.path === at && cursor !== undefined)
      return { rest: undefined, fresh: [], hasUnproven: false, mayLack: false, again: cursor, looked };
    // Others are copies of one that was read before, or a second name.
    else if (cursor === undefined) addOldest(fresh, seen);
  }
  if (copy !== undefined) return { rest: copy, fresh, hasUnproven: false, mayLack: false, looked };
  return { ...provenOf(fresh, newest, { at, behindOwn }), looked };
}

interface Met {
  readonly at: string;
  /** What is newer than a blank one that has been renamed. */
  readonly behindOwn: readonly SeenFile[];
}

/** Those that certainly came behind the newest, where nothing more of it was met. */
function provenOf(fresh: readonly SeenFile[], newest: Cursor, { at, behindOwn }: Met): Omit<NextGenerations, 'looked'> {
  const isOwn = (one: SeenFile): boolean => newest.isBlank && one.file === newest.file;
  const isSure = (one: SeenFile): boolean => behindOwn.includes(one) || isSurelyNewer(one, newest);
  const sure = fresh.filter((one) => one.path === at || isOwn(one) || isSure(one));
  const isOlder = (one: SeenFile): boolean =>
    newest.isBlank && 0n < bornAt(one.file) && bornAt(one.file) < newest.changed;
  const hasUnproven = fresh.some((one) => !sure.includes(one) && one.changed >= newest.changed && !isOlder(one));
  const mayLack = newest.isBlank && sure.length === fresh.length;
  return { rest: undefined, fresh: sure, hasUnproven, mayLack };
}

function addOldest(fresh: SeenFile[], seen: SeenFile): void {
  if (!fresh.some(({ file }) => file === seen.file)) fresh.unshift(seen);
}

/** It had been written to, and got its name, before the newest was made; no program can set that moment. */
const isLongDone = (seen: SeenFile, newest: Cursor): boolean =>
  seen.file !== newest.file && seen.touched < bornAt(newest.file);

/** What was copied or packed lately may be old: to read it anew would tell its lines twice. Only what was copied of a log that was empty before has come since; and a file that was made before the newest was changed last did not come behind it. */
function isSurelyNewer(seen: SeenFile, newest: Cursor): boolean {
  if (seen.isPacked || bornAt(seen.file) === 0n) return false;
  if (newest.isBlank) return bornAt(seen.file) > newest.changed;
  const isKnown = !newest.isCut && newest.cuts === 0 && bornAt(newest.file) > 0n;
  return isKnown && bornAt(seen.file) > bornAt(newest.file) && bornAt(seen.file) >= newest.changed;
}
