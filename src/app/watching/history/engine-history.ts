// The log of a container as its engine still has it, read beside the tail.
import type { Clock } from '../../../core/clock.ts';
import { TocsinError } from '../../../core/errors.ts';
import { type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import { type HistoryEnd, readHistory } from '../../../sources/docker/history/read-history.ts';
import { createLineReader } from '../../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../../sources/docker/lines/stamps/stamp-reader.ts';
import { mannerOf } from '../../../sources/docker/reader/reading-manner.ts';
import { traitsOf } from '../engine-traits.ts';
import type { WatchedEngine } from '../watched-engine.ts';
import { type HistoryRead, type HistorySpan, type PacedTaker, type ReadLog, unread } from './history-read.ts';

/** An engine's clock is known to the second, and rather too early: what was written just now is part of it. */
const CLOCK_MS = 2_000;

export interface EngineHistoryParts {
  readonly engines: readonly Pick<WatchedEngine<never>, 'engine' | 'isOurs'>[];
  readonly clock: Clock;
}

export const readEngineLog =
  ({ engines, clock }: EngineHistoryParts): ReadLog =>
  async (container, span, { taker, signal }) => {
    const watched = engines.find(({ engine }) => engine.name === container.host);
    if (watched === undefined) return unread('Its engine is not among those that are watched.');
    if (container.state === 'unreadable')
      return unread(container.note ?? 'Its logging driver keeps nothing that could be read.');
    const traits = await traitsOf(watched, clock, signal).catch((error: unknown) => {
      if (error instanceof TocsinError) return error;
      throw error;
    });
    // A short log may have come and ended before there was a rest in it.
    await taker.rested();
    if (signal.aborted) return { how: 'closed' };
    if (traits instanceof TocsinError) return unread(traits.message);
    const { client } = watched.engine;
    const endedAgo = span.until === undefined ? 0 : clock.monotonic() - span.until;
    const { kind } = traits;
    const stamps = new StampReader();
    const end = await readHistory(
      {
        client,
        manner: mannerOf(traits),
        openLines: (firstByte, lineTaker) => createLineReader({ firstByte, kind, taker: lineTaker, stamps }),
      },
      questionOf(container, span, { end: stampAfter(client.now(), -endedAgo), taker }),
      { taker, signal },
    );
    return readOf(end);
  };

function questionOf(
  { id }: ContainerView,
  { since, lead = 0, streams, tail }: HistorySpan,
  { end, taker }: { readonly end: Stamp; readonly taker: Pick<PacedTaker, 'begins'> },
) {
  const from = typeof since === 'number' ? stampAfter(end, -since) : since;
  taker.begins(from);
  return {
    containerId: id,
    streams,
    since: stampAfter(from, -lead),
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
