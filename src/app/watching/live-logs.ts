// The live views of containers: finds the engine, opens a view there, and makes events of its lines.
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { EventStream } from '../../http/event-stream.ts';
import type { CoverageSource, LiveLogs, LiveView } from '../../http/resources/watching/containers.ts';
import { createLineReader } from '../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../sources/docker/lines/stamps/stamp-reader.ts';
import type { LiveLine, LiveSink } from '../../sources/docker/live/live-sink.ts';
import { followLive } from '../../sources/docker/live/live-view.ts';
import { shownStamp } from './shown/container-views.ts';
import type { WatchedEngine } from './watched-engine.ts';

/** Each is a connection to the engine. */
const MOST_VIEWS_OF_AN_ENGINE = 100;

/** Says which rules match a line; what it gives is sent along. */
export type LineMarker = (
  containerId: string,
  line: LiveLine,
) => readonly { readonly id: string; readonly name: string }[];

export interface LiveLogsParts {
  readonly engines: readonly Pick<WatchedEngine<never>, 'engine'>[];
  readonly coverage: Pick<CoverageSource, 'container'>;
  readonly clock: Clock;
  readonly rulesOf: LineMarker;
}

export function createLiveLogs({ engines, coverage, clock, rulesOf }: LiveLogsParts): LiveLogs {
  const open = new Map<string, number>();
  return {
    async open(givenId, view) {
      const container = await coverage.container(givenId);
      const watched = engines.find(({ engine }) => engine.name === container?.host);
      if (container === undefined || watched === undefined || container.state === 'gone')
        throw new TocsinError('not_found', 'No container with this id is there.');
      if (container.state === 'unreadable')
        throw new TocsinError(
          'refused',
          `Nobody can read this container: ${container.note ?? 'its logging driver keeps nothing'}`,
        );
      const { client, source, name } = watched.engine;
      const { outOfReachMs, lastFault, traits } = source.status();
      if (outOfReachMs !== undefined && lastFault)
        throw new TocsinError('engine_unreachable', `The engine ${name} is out of reach. ${lastFault.fault.words}`);
      const views = open.get(name) ?? 0;
      if (views >= MOST_VIEWS_OF_AN_ENGINE)
        throw new TocsinError('too_many_requests', 'Too many live views of this engine are open.', {
          retryAfterSeconds: 10,
        });
      return (stream) => {
        open.set(name, (open.get(name) ?? 0) + 1);
        const stamps = new StampReader();
        const sink = sinkFor(stream, view, (line) => rulesOf(container.id, line));
        void followLive({
          client,
          clock,
          containerId: container.id,
          tail: view.tail,
          after: view.after,
          openLines: (firstByte, taker) =>
            createLineReader({ firstByte, kind: traits?.kind ?? 'docker', taker, stamps }),
          sink,
          signal: stream.closed,
        }).finally(() => open.set(name, (open.get(name) ?? 1) - 1));
      };
    },
  };
}

function sinkFor(stream: EventStream, { query }: LiveView, rulesOf: (line: LiveLine) => readonly unknown[]): LiveSink {
  const wanted = query?.toLowerCase();
  let told: string | undefined;
  return {
    line(line) {
      const text = new TextDecoder().decode(line.bytes);
      if (wanted !== undefined && !text.toLowerCase().includes(wanted)) return;
      const truncated = line.truncated ? { truncated: true } : {};
      const data = {
        stream: line.stream === 2 ? 'stderr' : 'stdout',
        at: shownStamp(line.stamp),
        text,
        ...truncated,
        rules: rulesOf(line),
      };
      stream.send({ event: 'line', id: line.id, data });
    },
    gap: () =>
      stream.send({ event: 'gap', data: { reason: 'The line up to which you had seen this is not there any more.' } }),
    state(state, words) {
      const now = `${state} ${words ?? ''}`;
      if (now === told) return;
      told = now;
      stream.send({ event: 'state', data: { state, words: words ?? null } });
    },
    gone: () => stream.close('the container is gone'),
    isBehind: () => stream.isBehind,
    whenReady: (listener) => stream.onceTaken(listener),
  };
}
