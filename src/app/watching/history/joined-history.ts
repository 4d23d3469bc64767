// Joins the lines of a log that was written, as the tail joins those that come: by nothing but the lines and their times.
import type { Joining } from '../../../core/joining/joining.ts';
import { LineJoiner } from '../../../core/joining/line-joiner.ts';
import type { LineBatch } from '../../../core/lines/line-batch.ts';
import type { HistoryTaker } from './history-read.ts';

export interface JoinedTaker extends HistoryTaker {
  /** Nothing more comes: what may have gone on is handed over. */
  end(): void;
}

export function joinedTaker(taker: HistoryTaker, joining: Joining): JoinedTaker {
  const joiner = new LineJoiner(joining);
  const handOver = (batch: LineBatch): void => {
    if (batch.count > 0) taker.lines(batch);
  };
  return {
    lines: (batch) => handOver(joiner.take(batch)),
    rested: () => taker.rested?.(),
    end: () => handOver(joiner.close()),
  };
}
