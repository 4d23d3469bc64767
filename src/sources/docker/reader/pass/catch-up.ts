// Fetches what was written while nobody followed: as little of the history as may be, and nothing of it missed.
import { compareStamps } from '../../../../core/lines/stamp.ts';
import { NEVER } from './admission/admission.ts';
import { readBehindFault } from './behind-fault.ts';
import { type CountedHistoryTools, readCounted } from './counted-history.ts';
import { type FirstLine, isSame } from './first-line.ts';
import type { CatchUpResult, HistoryPass } from './history-pass.ts';
import type { Reach } from './reach.ts';

/**
 * An engine that is asked since when reads its whole history, up to 100 MB a second, before it sends a line; asked for its
 * newest N records it reads those. So N is guessed, and whether it was enough is seen by what comes: a line that was
 * handed over before proves that the answer reaches back far enough. It is not asked since when at all where that can be
 * helped: old engines hold every line against it, and so hide what was written after their clock went back.
 */
const GROWTH = 8;

export interface CatchUpTools extends CountedHistoryTools {
  /** Whether stamps have whole seconds: then equal lines are counted. */
  readonly isCoarse: boolean;
  /** Kept from one catch-up to the next: a stream that is cut again and again has to come further each time. */
  readonly reach: Reach;
}

export interface CatchUpOptions {
  /** The engine breaks off at the same place again and again: what lies before that is given up. */
  readonly leavesOut: boolean;
}

/** Reads everything behind the cursor once. Ends as its last request ended; only after `complete` was all of it read. */
export async function catchUp(tools: CatchUpTools, { leavesOut }: CatchUpOptions): Promise<CatchUpResult> {
  const mayLeaveOut = leavesOut && !tools.isCoarse && !tools.cursor.isStepped;
  const result = mayLeaveOut ? await readBehindFault(tools) : await read(tools);
  const isComplete = result.end.how === 'complete';
  if (isComplete && result.taken === 0 && !result.sawKnown && !(await isNewestKnown(tools))) tellThatAllIsGone(tools);
  return result;
}

async function read(tools: CatchUpTools): Promise<CatchUpResult> {
  const { cursor, isCoarse, reach } = tools;
  if (isCoarse) return readCounted(tools);
  // What is only looked at has to come whole: where it does not, and nothing was handed over yet, the moment alone says where to begin.
  if (cursor.newest === undefined && (cursor.since() === undefined || reach.hasBrokenOff)) return readAll(tools);
  let before: Tried | undefined;
  for (let tail: number | undefined = reach.first(cursor.ring.count); tail !== undefined; tail = reach.more(tail)) {
    const tried = await tryTail(tools, tail, before);
    if (tried.result) return tried.result;
    before = tried;
  }
  return readAll(tools);
}

/** So many records were asked for; undefined: they do not reach back to the cursor. `begins`: their first line from there on, which is new. */
interface Tried {
  readonly tail: number;
  readonly result?: CatchUpResult | undefined;
  readonly begins?: FirstLine | undefined;
}

/** Old engines end a history without a word where zero bytes stand in the log. What lies behind them is there all the same. */
async function isNewestKnown({ pass, isCoarse }: CatchUpTools): Promise<boolean> {
  if (isCoarse) return false;
  const newest = await pass({ admission: NEVER, tail: 1, sinceCursor: false, bothStreams: true });
  return newest.sawKnown;
}

/** Not even the newest line that was handed over is there any more, and none behind it: whether there was one nobody can tell. Told once. */
function tellThatAllIsGone({ cursor, gap }: CatchUpTools): void {
  if (cursor.newest === undefined || cursor.isTorn) return;
  gap({ reason: 'rotated', from: cursor.newest, to: undefined });
  cursor.tear();
}

/**
 * An answer whose first line is new ends there, so that it costs next to nothing to ask for more. Only where more of them begin with the
 * same line, which is then the first that there is, all are looked at.
 */
async function tryTail(tools: CatchUpTools, tail: number, before: Tried | undefined): Promise<Tried> {
  const { cursor, reach } = tools;
  // Before the first line there is nothing to recognise: then the moment alone says where to begin.
  const sinceCursor = cursor.newest === undefined;
  if (sinceCursor || cursor.isStepped) return { tail, result: await lookAtAll(tools, { tail }) };
  const admission = { needs: 'known_first', since: cursor.since() } as const;
  const direct = await tools.pass({ admission, tail, sinceCursor, bothStreams: false });
  reach.ended(tail, direct);
  if (direct.sawKnown || (direct.end.how !== 'complete' && direct.end.how !== 'unanchored'))
    return { tail, result: direct };
  const begins = direct.firstNew;
  const isFirstOfAll = begins === undefined || (before?.begins !== undefined && isSame(begins, before.begins));
  if (!isFirstOfAll) return { tail, begins };
  return { tail, begins, result: await lookAtAll(tools, { tail: before?.tail ?? tail, begins }) };
}

/** Undefined when so many records do not reach back to the cursor. */
async function lookAtAll(tools: CatchUpTools, { tail, begins }: Tried): Promise<CatchUpResult | undefined> {
  const { cursor, reach } = tools;
  const sinceCursor = cursor.newest === undefined;
  // It would break off again before anything of it was handed over.
  if (begins && reach.hasBrokenOff) return readFrom(tools, begins, { tail: GROWTH * tail, sinceCursor });
  const counted = await tools.pass({ admission: NEVER, tail, sinceCursor, bothStreams: true });
  if (counted.end.how !== 'complete') {
    if (counted.records > 0) reach.brokeOff();
    return counted;
  }
  const more = { tail: GROWTH * tail, sinceCursor };
  if (counted.sawKnown) return readBehindKnown(tools, more);
  if (counted.records >= tail) return undefined;
  const { firstNew } = counted;
  return firstNew === undefined || isOlder(tools, firstNew) ? counted : readFrom(tools, firstNew, more);
}

/** Whether the line came before all that is known, and not after the engine’s clock was set back: then it was handed over long ago. */
function isOlder({ cursor, isClockBehind }: CatchUpTools, line: FirstLine): boolean {
  const since = cursor.since();
  return since !== undefined && !cursor.isStepped && !isClockBehind && compareStamps(line, since) < 0;
}

const KNOWN_SOMEWHERE = { needs: 'known_somewhere' } as const;
const ALL_THERE_IS = { needs: 'nothing', tellGap: 'rotated' } as const;

type More = Pick<HistoryPass, 'tail' | 'sinceCursor'>;

/** Lines that were handed over are there, but not at the beginning of the answer. */
async function readBehindKnown(tools: CatchUpTools, more: More): Promise<CatchUpResult | undefined> {
  const result = await tools.pass({ admission: KNOWN_SOMEWHERE, bothStreams: true, ...more });
  return result.end.how === 'complete' && !result.sawKnown ? undefined : result;
}

/** All that the engine has begins with this line, which is new: nothing of what was handed over is there any more, if anything ever was. */
async function readFrom(tools: CatchUpTools, expected: FirstLine, more: More): Promise<CatchUpResult | undefined> {
  const admission = { needs: 'known_first', expected, tellGap: 'rotated' } as const;
  const result = await tools.pass({ admission, bothStreams: false, ...more });
  return result.end.how === 'unanchored' ? undefined : result;
}

/** Everything since the cursor, or everything there is. */
async function readAll(tools: CatchUpTools): Promise<CatchUpResult> {
  const { cursor } = tools;
  const whole = { tail: undefined, sinceCursor: true, bothStreams: cursor.newest !== undefined };
  if (cursor.isStepped) {
    const result = await tools.pass({ admission: KNOWN_SOMEWHERE, ...whole });
    if (result.sawKnown || result.end.how !== 'complete') return result;
  }
  return tools.pass({ admission: ALL_THERE_IS, ...whole });
}
