// The logs of containers as their engines still have them, for whoever wants to read one beside the tail: back-tests, samples, the lines around an event.
import type { Clock } from '../../../core/clock.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Origin } from '../../../core/lines/origin.ts';
import { type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import { type HistoryEnd, type HistoryTaker, readHistory } from '../../../sources/docker/history/read-history.ts';
import { createLineReader } from '../../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../../sources/docker/lines/stamps/stamp-reader.ts';
import { mannerOf } from '../../../sources/docker/reader/reading-manner.ts';
import { originKey, sourceKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import { traitsOf } from '../engine-traits.ts';
import type { WatchedEngine } from '../watched-engine.ts';

/** An engine's clock is known to the second, and rather too early: what was written just now is part of it. */
const CLOCK_MS = 2_000;

export interface EngineHistoriesParts {
  readonly engines: readonly Pick<WatchedEngine<never>, 'engine' | 'isOurs'>[];
  readonly coverage: Pick<CoverageSource, 'containers'>;
  readonly clock: Clock;
}

/** By the engine's clock: from so long before now, or from a moment on, and up to now. */
export interface HistorySpan {
  readonly since: number | Stamp;
  readonly streams: WantedStreams;
  /** Only so many of the newest records. */
  readonly tail?: number;
}

/** Why a log was not read, or not to its end, in a sentence. */
export type HistoryRead = { readonly ok: true } | { readonly ok: false; readonly why: string };

export class EngineHistories {
  readonly #parts: EngineHistoriesParts;

  constructor(parts: EngineHistoriesParts) {
    this.#parts = parts;
  }

  /** Those that are there, of some workloads or of all. */
  async containers(workloadIds?: ReadonlySet<string>): Promise<readonly ContainerView[]> {
    const all = await this.#parts.coverage.containers();
    return all.filter(({ state, workload }) => state !== 'gone' && (workloadIds?.has(workload.id) ?? true));
  }

  /** Whatever an engine does is an answer. It ends early, as if all was read, when the signal aborts. */
  async read(
    container: ContainerView,
    span: HistorySpan,
    { taker, signal }: { readonly taker: HistoryTaker; readonly signal: AbortSignal },
  ): Promise<HistoryRead> {
    const watched = this.#parts.engines.find(({ engine }) => engine.name === container.host);
    if (watched === undefined) return { ok: false, why: 'Its engine is not among those that are watched.' };
    if (container.state === 'unreadable')
      return { ok: false, why: container.note ?? 'Its logging driver keeps nothing that could be read.' };
    const traits = await traitsOf(watched, this.#parts.clock).catch((error: unknown) => {
      if (error instanceof TocsinError) return error;
      throw error;
    });
    if (traits instanceof TocsinError) return { ok: false, why: traits.message };
    const { client } = watched.engine;
    const { kind } = traits;
    const stamps = new StampReader();
    const end = await readHistory(
      {
        client,
        manner: mannerOf(traits),
        openLines: (firstByte, lineTaker) => createLineReader({ firstByte, kind, taker: lineTaker, stamps }),
      },
      questionOf(container, span, client.now()),
      { taker, signal },
    );
    return readOf(end);
  }
}

/** A container as the judge of lines knows it. */
export function originOfView({ id, name, image, host, workload }: ContainerView): Origin {
  const { kind, name: workloadName } = workload;
  return {
    ...{ key: originKey(id), source: sourceKey(host), host, image, labels: {} },
    ...{ containerId: id, containerName: name, workload: { kind, name: workloadName } },
  };
}

function questionOf({ id }: ContainerView, { since, streams, tail }: HistorySpan, now: Stamp) {
  return {
    containerId: id,
    streams,
    since: typeof since === 'number' ? stampAfter(now, -since) : since,
    until: stampAfter(now, CLOCK_MS),
    ...(tail === undefined ? {} : { tail }),
  };
}

function readOf(end: HistoryEnd): HistoryRead {
  switch (end.how) {
    case 'complete':
    case 'closed':
      return { ok: true };
    case 'being_removed':
      return { ok: false, why: 'It has ended, and its engine is removing it.' };
    case 'failed':
      return { ok: false, why: end.fault.message ?? end.fault.words };
  }
}
