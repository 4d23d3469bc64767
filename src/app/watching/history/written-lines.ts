// Answers what the API asks of lines that were written: the newest of a workload, and those around an event.
import type { Clock } from '../../../core/clock.ts';
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import type { RecentLines, WrittenLines } from '../../../http/resources/watching/written-lines.ts';
import type { EngineHistories } from './engine-histories.ts';
import { linesAround } from './lines-around.ts';
import { shownBatchLine } from './shown-batch-line.ts';

const MINUTE_MS = 60_000;
/** Somebody waits for it. */
const MOST_MS = 10_000;
/** Of a workload, the newest. */
const MOST_CONTAINERS = 10;

export interface WrittenLinesParts {
  readonly histories: Pick<EngineHistories, 'containers' | 'read'>;
  readonly coverage: Pick<CoverageSource, 'container'>;
  readonly clock: Clock;
}

export function createWrittenLines(parts: WrittenLinesParts): WrittenLines {
  const { histories, coverage, clock } = parts;
  return {
    recent: (workloadId, of) => withinTime(clock, (signal) => recentLines(histories, workloadId, { ...of, signal })),
    async around(event, lines) {
      const id = String(event.metadata.container_id ?? '');
      const container = await coverage.container(id);
      if (container === undefined || container.state === 'gone')
        return { state: 'gone', why: 'Its container is gone, and its log with it.', lines: [] };
      return withinTime(clock, (signal) => linesAround({ histories, container, event, count: lines, signal }));
    },
  };
}

async function withinTime<Answer>(clock: Clock, work: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const [over, done] = [new AbortController(), new AbortController()];
  void clock.sleep(MOST_MS, done.signal).then(() => over.abort());
  try {
    return await work(over.signal);
  } finally {
    done.abort();
  }
}

interface Recent {
  readonly limit: number;
  readonly minutes: number;
  readonly signal: AbortSignal;
}

async function recentLines(
  histories: WrittenLinesParts['histories'],
  workloadId: string,
  { limit, minutes, signal }: Recent,
): Promise<RecentLines> {
  const all = await histories.containers(new Set([workloadId]));
  const newest = all.toSorted((a, b) => (a.found_at < b.found_at ? 1 : -1)).slice(0, MOST_CONTAINERS);
  const span = { since: minutes * MINUTE_MS, streams: BOTH_STREAMS, tail: limit };
  const unread: { container_name: string; why: string }[] = [];
  const items: RecentLines['items'] = [];
  for (const container of newest) {
    const taker = { lines: (batch: LineBatch) => void items.push(...shownOf(batch, container)) };
    const read = await histories.read(container, span, { taker, signal });
    if (!read.ok) unread.push({ container_name: container.name, why: read.why });
  }
  items.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return { items: items.slice(-limit), unread };
}

function shownOf(batch: LineBatch, { id, name }: ContainerView): RecentLines['items'] {
  return Array.from({ length: batch.count }, (_, line) => ({
    ...shownBatchLine(batch, line),
    ...{ container_id: id, container_name: name },
  }));
}
