// The logs of containers as their engines still have them, for whoever wants to read one beside the tail: back-tests, samples, the lines around an event.
import type { Clock } from '../../../core/clock.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Origin } from '../../../core/lines/origin.ts';
import { type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import { type HistoryEnd, readHistory } from '../../../sources/docker/history/read-history.ts';
import { createLineReader } from '../../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../../sources/docker/lines/stamps/stamp-reader.ts';
import { mannerOf } from '../../../sources/docker/reader/reading-manner.ts';
import { originKey, sourceKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import { traitsOf } from '../engine-traits.ts';
import type { WatchedEngine } from '../watched-engine.ts';
import { Pace } from './pace.ts';

/** An engine's clock is known to the second, and rather too early: what was written just now is part of it. */
const CLOCK_MS = 2_000;

export interface EngineHistoriesParts {
  readonly engines: readonly Pick<WatchedEngine<never>, 'engine' | 'isOurs'>[];
  readonly coverage: Pick<CoverageSource, 'containers'>;
  readonly clock: Clock;
}

/** By the engine's clock, up to the moment at which it is asked for its log. */
export interface HistorySpan {
  /** From a moment on, or from so many milliseconds before the end. */
  readonly since: number | Stamp;
  /** It ends at this moment already, by the monotonic clock: what is waited for before the log is asked for moves its end no further. */
  readonly until?: number;
  readonly streams: WantedStreams;
  /** Only so many of the newest records. */
  readonly tail?: number;
}

/** Neither call may throw. */
export interface HistoryTaker {
  /** The batch is used again when this returns. */
  lines(batch: LineBatch): void;
  /** What came together was handed over. */
  rested?(): void;
}

/** `complete`: all of it. `closed`: the signal aborted before its end. `unread`: why it was not read, or not to its end, in a sentence. */
export type HistoryRead =
  | { readonly how: 'complete' }
  | { readonly how: 'closed' }
  | { readonly how: 'unread'; readonly why: string };

/** All readings together rest as long as they work. */
export class EngineHistories {
  readonly #parts: EngineHistoriesParts;
  readonly #pace: Pace;

  constructor(parts: EngineHistoriesParts) {
    this.#parts = parts;
    this.#pace = new Pace(parts.clock);
  }

  /** Those that are there, of some workloads or of all. */
  async containers(workloadIds?: ReadonlySet<string>): Promise<readonly ContainerView[]> {
    const all = await this.#parts.coverage.containers();
    return all.filter(({ state, workload }) => state !== 'gone' && (workloadIds?.has(workload.id) ?? true));
  }

  /** Whatever an engine does is an answer. It ends early when the signal aborts. */
  async read(
    container: ContainerView,
    span: HistorySpan,
    { taker, signal }: { readonly taker: HistoryTaker; readonly signal: AbortSignal },
  ): Promise<HistoryRead> {
    if (container.workload.kind === 'file') return unread(NO_FILE_HISTORY);
    const watched = this.#parts.engines.find(({ engine }) => engine.name === container.host);
    if (watched === undefined) return unread('Its engine is not among those that are watched.');
    if (container.state === 'unreadable')
      return unread(container.note ?? 'Its logging driver keeps nothing that could be read.');
    const traits = await traitsOf(watched, this.#parts.clock, signal).catch((error: unknown) => {
      if (error instanceof TocsinError) return error;
      throw error;
    });
    // A short log may have come and ended before there was a rest in it.
    await this.#pace.rest(signal);
    if (signal.aborted) return { how: 'closed' };
    if (traits instanceof TocsinError) return unread(traits.message);
    const { client } = watched.engine;
    const endedAgo = span.until === undefined ? 0 : this.#parts.clock.monotonic() - span.until;
    const { kind } = traits;
    const stamps = new StampReader();
    const end = await readHistory(
      {
        client,
        manner: mannerOf(traits),
        openLines: (firstByte, lineTaker) => createLineReader({ firstByte, kind, taker: lineTaker, stamps }),
      },
      questionOf(container, span, stampAfter(client.now(), -endedAgo)),
      { taker: this.#paced(taker, signal), signal },
    );
    return readOf(end);
  }

  #paced(taker: HistoryTaker, signal: AbortSignal) {
    return {
      lines: (batch: LineBatch) => this.#pace.work(() => taker.lines(batch)),
      rested: () => {
        taker.rested?.();
        return this.#pace.rest(signal);
      },
    };
  }
}

export const NO_FILE_HISTORY = 'It is a file: what stands in it already is not read here again.';
const unread = (why: string): HistoryRead => ({ how: 'unread', why });

/** A container as the judge of lines knows it. */
export function originOfView({ id, name, image, host, workload }: ContainerView): Origin {
  const { kind, name: workloadName } = workload;
  return {
    ...{ key: originKey(id), source: sourceKey(host), host, image, labels: {} },
    ...{ containerId: id, containerName: name, workload: { kind, name: workloadName } },
  };
}

function questionOf({ id }: ContainerView, { since, streams, tail }: HistorySpan, end: Stamp) {
  return {
    containerId: id,
    streams,
    since: typeof since === 'number' ? stampAfter(end, -since) : since,
    until: stampAfter(end, CLOCK_MS),
    ...(tail === undefined ? {} : { tail }),
  };
}

function readOf(end: HistoryEnd): HistoryRead {
  switch (end.how) {
    case 'complete':
    case 'closed':
      return { how: end.how };
    case 'being_removed':
      return unread('It has ended, and its engine is removing it.');
    case 'failed':
      return unread(end.fault.message ?? end.fault.words);
  }
}
