// The two streams of the demo's engine: a container's log, and what happens to containers.
import { type DemoLine, linesIn } from '../shop/lines.ts';
import type { DemoContainer } from '../shop/shop-containers.ts';
import type { StreamedAnswer } from './answer-stream.ts';
import { toldEvent } from './descriptions.ts';
import { FRAMED, framesOf } from './frames.ts';
import { isAsked, type LogQuery } from './log-query.ts';
import { lifeBetween, madeAt, runAt } from './runs.ts';

/** How far back a log reaches. */
const KEPT_SECONDS = 3_600;

/** `now`: when it is asked for. */
export function logAnswer(container: DemoContainer, query: LogQuery, now: number): StreamedAnswer {
  let from = Math.max(madeAt(container.world), now - KEPT_SECONDS * 1_000, (query.since?.seconds ?? 0) * 1_000);
  let isFirst = true;
  const end = query.follow ? Infinity : now;
  const { startedAt } = runAt(now, container);
  return {
    contentType: FRAMED,
    next(until) {
      const behind = Math.min(until, end);
      const lines = linesBetween(from, behind, container).filter((line) => isAsked(query, line));
      from = Math.max(from, behind);
      const wanted = isFirst && query.tail !== Infinity ? lines.slice(Math.max(0, lines.length - query.tail)) : lines;
      isFirst = false;
      return framesOf(wanted);
    },
    isOver(at) {
      const run = runAt(at, container);
      return !query.follow || !run.isRunning || run.startedAt !== startedAt;
    },
  };
}

/** Those of whole milliseconds in [from, to). */
function linesBetween(from: number, to: number, container: DemoContainer): readonly DemoLine[] {
  const lines: DemoLine[] = [];
  for (let second = Math.floor(from / 1_000); second * 1_000 < to; second++)
    for (const line of linesIn(second, container)) {
      const at = second * 1_000 + Math.floor(line.nanos / 1_000_000);
      if (at >= from && at < to) lines.push(line);
    }
  return lines;
}

export function eventAnswer(containers: readonly DemoContainer[], since: number): StreamedAnswer {
  let from = since;
  return {
    contentType: 'application/json',
    next(until) {
      const told = containers.flatMap((container) =>
        lifeBetween(from, until, container).map((event) => toldEvent(event, container)),
      );
      from = Math.max(from, until);
      return Buffer.from(told.join(''));
    },
    isOver: () => false,
  };
}
