// Reads what lies behind the cursor where stamps have whole seconds: equal lines of a second are counted, so an answer must hold each second from its beginning.
import type { Gap } from '../../../../core/lines/reading.ts';
import type { Cursor } from '../../cursor/cursor.ts';
import { newestSecondOf, overlapOf } from './counting/first-second.ts';
import type { FirstLine } from './first-line.ts';
import type { CaughtUp, HistoryPass } from './history-pass.ts';
import type { PassResult } from './pass-contract.ts';

export interface CountedHistoryTools {
  readonly pass: (options: HistoryPass) => Promise<PassResult>;
  readonly cursor: Pick<Cursor, 'newest' | 'isStepped' | 'isTorn' | 'ring' | 'wants' | 'tear'>;
  readonly gap: (gap: Gap) => void;
  /** The engine's clock is behind the newest line: asked since then it would hide what it writes now. */
  readonly isClockBehind: boolean;
}

const COUNTED = { tail: undefined, bothStreams: true } as const;

/**
 * The lines that are known are the end of all that were handed over, in their order: whatever comes before the first of them is old,
 * whatever else comes behind it is new. An answer that begins at some moment may begin with the rest of a line; one that
 * begins with the log does not.
 */
export async function readCounted(tools: CountedHistoryTools): Promise<CaughtUp> {
  const { pass, cursor, isClockBehind } = tools;
  if (cursor.newest === undefined)
    return pass({ ...COUNTED, admission: 'nothing', sinceCursor: true, bothStreams: false });
  const lately = cursor.isStepped || isClockBehind ? undefined : await pass(LATELY);
  if (lately && !isOfNoUse(lately)) return lately;
  const whole = await pass(WHOLE);
  const all = { ...whole, taken: whole.taken + (lately?.taken ?? 0) };
  if (whole.end.how === 'within_second') return readCutOff(tools, whole.end.lines);
  if (whole.sawKnown || whole.end.how !== 'complete') return all;
  return pass({ ...COUNTED, admission: 'nothing', tellGap: 'rotated', sinceCursor: false });
}

/** From the cursor's moment on; unanchored where a stream begins with what may be the rest of a line. */
const LATELY = { ...COUNTED, admission: 'known_somewhere', sinceCursor: true, isCutBySince: true } as const;
const WHOLE = { ...COUNTED, admission: 'known_somewhere', sinceCursor: false } as const;

const isOfNoUse = ({ end, sawKnown }: PassResult): boolean =>
  end.how === 'unanchored' || end.how === 'within_second' || (end.how === 'complete' && !sawKnown);

/**
 * The log was cut off within the newest second that is known. Equal lines are counted on behind those that it still has, as far as their
 * order tells; where that is not certain, whatever of that second may be lost or come twice is told.
 */
function readCutOff(tools: CountedHistoryTools, lines: readonly FirstLine[]): Promise<PassResult> {
  const { lines: known } = newestSecondOf(tools.cursor);
  const { length, isCertain } = overlapOf(known, lines);
  if (!isCertain) tellCutOff(tools);
  const left = known.length - length;
  const next = known.slice(0, left).map((line) => ({ ...line, ordinal: line.ordinal + 1 }));
  const numbers = [...next, ...known.slice(left).reverse()];
  return tools.pass({
    ...COUNTED,
    admission: 'nothing',
    sinceCursor: false,
    within: { first: lines[0], numbers },
  });
}

function tellCutOff({ cursor, gap }: CountedHistoryTools): void {
  const { newest } = cursor;
  if (newest === undefined || cursor.isTorn) return;
  gap({ reason: 'rotated', from: newest, to: { seconds: newest.seconds + 1, nanos: 0 } });
  cursor.tear();
}
