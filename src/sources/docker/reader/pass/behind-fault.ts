// An engine that cannot read a record of its log breaks off there, each time that it is asked. What lies behind that record it can still give, as the newest records.
import type { Stamp } from '../../../../core/lines/stamp.ts';
import { NEVER } from './admission/admission.ts';
import type { CatchUpResult, HistoryPass } from './history-pass.ts';
import type { PassResult } from './pass-contract.ts';

export interface BehindFaultTools {
  readonly pass: (options: HistoryPass) => Promise<PassResult>;
  readonly cursor: { since(): Stamp | undefined };
}

const GROWTH = 8;
const MOST_RECORDS = 600_000;

/** Reads what lies behind the fault; what lay before it and was not handed over is a gap. Without any record behind it ends as the engine does. */
export async function readBehindFault({ pass, cursor }: BehindFaultTools): Promise<CatchUpResult> {
  const found = await mostReadable((tail) => pass({ admission: NEVER, tail, bothStreams: true, sinceCursor: false }));
  if (typeof found !== 'number') return found;
  const since = cursor.since();
  return pass({
    admission: { needs: 'since_alone', since, tellGap: 'engine_error' },
    tail: found,
    bothStreams: false,
    sinceCursor: false,
  });
}

/** How many of the newest records the engine gives without breaking off, no more than reach back to a line that is known; or how it ended when it gives none. */
async function mostReadable(ask: (tail: number) => Promise<PassResult>): Promise<number | PassResult> {
  let [good, bad] = [0, MOST_RECORDS + 1];
  while (bad - good > 1) {
    const tail = bad <= MOST_RECORDS ? (good + bad) >> 1 : Math.min(Math.max(1, good * GROWTH), MOST_RECORDS);
    const result = await ask(tail);
    if (result.end.how === 'complete') {
      good = tail;
      if (result.sawKnown || result.records < tail) break;
    } else if (result.end.how === 'engine_error' && tail > 1) bad = tail;
    else return result;
  }
  return good;
}
