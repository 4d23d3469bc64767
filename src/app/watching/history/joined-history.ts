// Joins the lines of a log that was written, as the tail joins those that come: by nothing but the lines and their times.
import type { Joining } from '../../../core/joining/joining.ts';
import { LineJoiner } from '../../../core/joining/line-joiner.ts';
import type { LineBatch } from '../../../core/lines/line-batch.ts';
import { wantedRuns } from '../../../core/lines/runs/batch-run.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { HistoryTaker } from './history-read.ts';

/** A line that was open where a span begins, and what it goes on with, was begun before: so much is read to see it, which is several times as long as one may last. */
export const LEAD_MS = 5_000;

export interface JoinedTaker extends HistoryTaker {
  /** What began before this moment is handed over to nobody: it was told before. */
  begins(moment: Stamp): void;
  /** Nothing more comes: what may have gone on is handed over. */
  end(): void;
}

export function joinedTaker(taker: HistoryTaker, joining: Joining): JoinedTaker {
  const joiner = new LineJoiner(joining);
  let first: Stamp = { seconds: 0, nanos: 0 };
  const handOver = (batch: LineBatch): void => {
    for (const run of wantedRuns(batch, (line) => isFrom(first, batch, line))) taker.lines(run);
  };
  return {
    begins: (moment) => {
      first = moment;
    },
    lines: (batch) => handOver(joiner.take(batch)),
    rested: () => taker.rested?.(),
    end: () => handOver(joiner.close()),
  };
}

function isFrom({ seconds, nanos }: Stamp, batch: LineBatch, line: number): boolean {
  const second = batch.seconds[line] ?? 0;
  return second > seconds || (second === seconds && (batch.nanos[line] ?? 0) >= nanos);
}
