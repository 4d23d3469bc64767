// Reads what lies behind the cursor where stamps have whole seconds: equal lines of a second are counted, so an answer must hold each second from its beginning.
import type { CaughtUp, HistoryPass } from './history-pass.ts';
import type { PassResult } from './pass-contract.ts';

export interface CountedHistoryTools {
  readonly pass: (options: HistoryPass) => Promise<PassResult>;
  readonly cursor: { readonly newest: unknown; readonly isStepped: boolean };
  /** The engine's clock is behind the newest line: asked since then it would hide what it writes now. */
  readonly isClockBehind: boolean;
}

const COUNTED = { tail: undefined, bothStreams: true } as const;

/**
 * The lines that are known are the end of all that were handed over, in their order: whatever comes before the first of them is old,
 * whatever else comes behind it is new. An answer that begins at some moment may begin with the rest of a line; one that
 * begins with the log does not.
 */
export async function readCounted({ pass, cursor, isClockBehind }: CountedHistoryTools): Promise<CaughtUp> {
  if (cursor.newest === undefined)
    return pass({ ...COUNTED, admission: 'nothing', sinceCursor: true, bothStreams: false });
  const lately = cursor.isStepped || isClockBehind ? undefined : await readLately(pass);
  if (lately && lately.end.how !== 'unanchored' && (lately.sawKnown || lately.end.how !== 'complete')) return lately;
  const whole = await pass({ ...COUNTED, admission: 'known_somewhere', sinceCursor: false });
  const all = { ...whole, taken: whole.taken + (lately?.taken ?? 0) };
  if (whole.sawKnown || whole.end.how !== 'complete') return all;
  return pass({ ...COUNTED, admission: 'nothing', tellGap: 'rotated', sinceCursor: false });
}

/** From the cursor's moment on; unanchored where a stream begins with what may be the rest of a line. */
const readLately = (pass: CountedHistoryTools['pass']) =>
  pass({ ...COUNTED, admission: 'known_somewhere', sinceCursor: true, isCutBySince: true });
