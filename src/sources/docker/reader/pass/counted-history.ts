// Reads what lies behind the cursor where stamps have whole seconds: equal lines of a second are counted, so an answer must hold each second from its beginning.
import type { Gap } from '../../../../core/lines/reading.ts';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { Cursor } from '../../cursor/cursor.ts';
import { EVER } from '../../cursor/stream-starts.ts';
import type { AdmissionTerms } from './admission/admission.ts';
import { newestSecondOf, overlapOf } from './counting/first-second.ts';
import type { FirstLine } from './first-line.ts';
import type { CatchUpResult, HistoryPass } from './history-pass.ts';
import type { PassResult } from './pass-contract.ts';

export interface CountedHistoryTools {
  readonly pass: (options: HistoryPass) => Promise<PassResult>;
  readonly cursor: Pick<
    Cursor,
    | 'newest'
    | 'isStepped'
    | 'isTorn'
    | 'ring'
    | 'wants'
    | 'tear'
    | 'since'
    | 'areWantedEnough'
    | 'unfinished'
    | 'leave'
    | 'isBeyondBound'
    | 'beginAnew'
  >;
  /** Whether the container runs no more. */
  readonly hasEnded: () => boolean;
  readonly gap: (gap: Gap) => void;
  /** The engine's clock is behind the newest line: asked since then it would hide what it writes now. */
  readonly isClockBehind: boolean;
}

const COUNTED = { tail: undefined } as const;

/**
 * The lines that are known are the end of all that were handed over, in their order: whatever comes before the first of them is old,
 * whatever else comes behind it is new. An answer that begins at some moment may begin with the rest of a line; one that
 * begins with the log does not.
 */
export async function readCounted(tools: CountedHistoryTools): Promise<CatchUpResult> {
  const { cursor } = tools;
  const since = cursor.since();
  if (cursor.newest === undefined) return readFirst(tools, since);
  const bothStreams = !cursor.areWantedEnough();
  const lately = await readLately(tools, since, bothStreams);
  if (lately && !isOfNoUse(lately)) return lately;
  const whole = await readWhole(tools, bothStreams);
  return { ...whole, taken: whole.taken + (lately?.taken ?? 0) };
}

/** Of what began before that moment nothing is seen. */
async function readFirst(tools: CountedHistoryTools, since: Stamp | undefined): Promise<CatchUpResult> {
  const first = await tools.pass({ ...COUNTED, admission: ALL, sinceCursor: true, bothStreams: false });
  return leaving(tools, first, since && EVER);
}

/** From the cursor's moment on, unanchored where a stream begins with what may be the rest of a line; undefined where lines may lie before it that are new. */
async function readLately(
  tools: CountedHistoryTools,
  since: Stamp | undefined,
  bothStreams: boolean,
): Promise<PassResult | undefined> {
  const { pass, cursor, isClockBehind, hasEnded } = tools;
  const { unfinished } = cursor;
  const hidden = since && unfinished && unfinished.seconds < since.seconds ? unfinished : undefined;
  if (cursor.isStepped || cursor.isBeyondBound || isClockBehind || (hidden && hasEnded())) return undefined;
  const isCutBySince = { last: hidden ? undefined : cursor.ring.last() };
  const admission = { needs: 'known_somewhere', isCutBySince } as const;
  const lately = await pass({ ...COUNTED, admission, sinceCursor: true, bothStreams });
  return isOfNoUse(lately) ? lately : leaving(tools, lately, hidden);
}

async function readWhole(tools: CountedHistoryTools, bothStreams: boolean): Promise<PassResult> {
  const whole = await tools.pass({ ...WHOLE, admission: { needs: 'known_somewhere' }, bothStreams });
  if (whole.end.how === 'within_second') return leaving(tools, await readCutOff(tools, whole.end.lines));
  if (whole.sawKnown || whole.end.how !== 'complete') return leaving(tools, whole);
  return leaving(
    tools,
    await tools.pass({ ...WHOLE, admission: { needs: 'nothing', tellGap: 'rotated' }, bothStreams }),
  );
}

/** Remembers what an answer that came to its end left unfinished, and what it could not show of that. */
function leaving(tools: CountedHistoryTools, answer: PassResult, hidden?: Stamp): PassResult {
  if (answer.end.how === 'complete') tools.cursor.leave(hidden ?? answer.unfinishedSince);
  return answer;
}

const ALL = { needs: 'nothing' } as const;
const WHOLE = { ...COUNTED, sinceCursor: false } as const;

const isOfNoUse = ({ end, sawKnown }: PassResult): boolean =>
  end.how === 'unanchored' || end.how === 'within_second' || (end.how === 'complete' && !sawKnown);

/**
 * The log was cut off within the newest second that is known. Equal lines are counted on behind those that it still has, as far as their
 * order tells; where that is not certain, whatever of that second may be lost or come twice is told.
 */
function readCutOff(tools: CountedHistoryTools, lines: readonly FirstLine[]): Promise<PassResult> {
  if (tools.cursor.isBeyondBound) return readAnew(tools, lines[0]);
  const { lines: known } = newestSecondOf(tools.cursor);
  const { length, isCertain } = overlapOf(known, lines);
  if (!isCertain) tellCutOff(tools);
  const left = known.length - length;
  const next = known.slice(0, left).map((line) => ({ ...line, ordinal: line.ordinal + 1 }));
  const numbers = [...next, ...known.slice(left).reverse()];
  return readWithin(tools, { first: lines[0], numbers });
}

/** Of more lines than are known no order tells anything: they are counted from where the log begins now, each time from there. */
function readAnew(tools: CountedHistoryTools, first: FirstLine | undefined): Promise<PassResult> {
  tellCutOff(tools);
  if (first) tools.cursor.beginAnew(first);
  return readWithin(tools, { first, numbers: [] });
}

const readWithin = (tools: CountedHistoryTools, within: AdmissionTerms['within']): Promise<PassResult> =>
  tools.pass({
    ...COUNTED,
    bothStreams: !tools.cursor.areWantedEnough(),
    admission: { needs: 'nothing', ...(within && { within }) },
    sinceCursor: false,
  });

function tellCutOff({ cursor, gap }: CountedHistoryTools): void {
  const { newest } = cursor;
  if (newest === undefined || cursor.isTorn) return;
  gap({ reason: 'rotated', from: newest, to: { seconds: newest.seconds + 1, nanos: 0 } });
  cursor.tear();
}
