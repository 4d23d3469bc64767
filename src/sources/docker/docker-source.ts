// The source whose origins are the containers of one Docker engine, or of one that answers like it.
import type { Clock } from '../../core/clock.ts';
import type { Happening } from '../../core/life/happening.ts';
import type { LivesNews } from '../../core/lines/lives.ts';
import { type ContainerOrigin, isContainer } from '../../core/lines/origin.ts';
import type { EngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import type { KnownSource, OriginListener, Source, SourceHistory } from '../source.ts';
import type { EngineClient, EngineTraits } from './engine/engine-client.ts';
import type { ContainerNews } from './reader/container-news.ts';
import type { ContainerFacts } from './watch/containers/container-facts.ts';
import { originOf, sourceKey } from './watch/containers/origin-of.ts';
import { formatMemory, parseMemory, type WatchMemory } from './watch/containers/watch-memory.ts';
import { EngineStanding } from './watch/engine-standing.ts';
import type { EngineStatus } from './watch/engine-status.ts';
import { EngineWatch } from './watch/engine-watch.ts';
import type { ContainerFilter } from './watch/filters/container-filter.ts';
import type { LoopLimit } from './watch/life/container-course.ts';
import { EngineLife } from './watch/life/engine-life.ts';
import type { FormerWatch } from './watch/roster/former-self.ts';
import { Roster } from './watch/roster/roster.ts';
import type { ReaderStart } from './watch/roster/tracked-container.ts';

export interface ContainerToRead extends ReaderStart {
  readonly client: EngineClient;
  /** What the engine was when the container was found. */
  readonly traits: EngineTraits;
}

export interface DockerSourceOptions<Reader extends ContainerNews> {
  readonly client: EngineClient;
  readonly filter: ContainerFilter;
  /** Makes what reads one container. It is called before the container is told of, and begins nothing. */
  readonly createReader: (container: ContainerToRead) => Reader;
  /** Where the engine gives no events, its containers are listed so often. */
  readonly pollSeconds: number;
  /** What counts as a loop of restarts. */
  readonly restartLoop: LoopLimit;
  readonly clock: Clock;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
  readonly occurrences: EngineOccurrences;
}

/** What is remembered changes with each list; saving it this often is enough, for it may be old. */
const REMEMBER_EVERY_MS = 60_000;

export class DockerSource<Reader extends ContainerNews> implements Source<Reader, EngineStatus> {
  readonly key: string;
  readonly #options: DockerSourceOptions<Reader>;
  readonly #standing: EngineStanding;
  #roster: Roster<Reader> | undefined;
  #life: EngineLife | undefined;
  #watch: EngineWatch<Reader> | undefined;
  #rememberedAt: number | undefined;

  constructor(options: DockerSourceOptions<Reader>) {
    this.key = sourceKey(options.client.name);
    this.#options = options;
    this.#standing = new EngineStanding(options.client.name, options);
  }

  run(history: SourceHistory, listener: OriginListener<Reader>, signal: AbortSignal): Promise<void> {
    const memory = parseMemory(history.memory);
    const roster = this.#createRoster(listener, memory, history);
    this.#roster = roster;
    const life = this.#createLife(listener, roster, history);
    this.#life = life;
    const { client, clock, random, pollSeconds } = this.#options;
    const foundAll = once(() => listener.foundAll());
    this.#watch = new EngineWatch({
      client,
      roster,
      life,
      clock,
      random,
      pollSeconds,
      standing: this.#standing,
      lastEvent: memory?.lastEvent,
      onListed: () => this.#remind(listener),
      onToldOfAll: foundAll,
    });
    return this.#watch.run(signal);
  }

  remember(): string | undefined {
    const { span, unstarted = [] } = this.#roster ?? {};
    if (span?.until === undefined) return undefined;
    return formatMemory({ since: span.since, until: span.until, lastEvent: this.#watch?.last, unstarted });
  }

  takeLives(): LivesNews | undefined {
    return this.#life?.take();
  }

  status(): EngineStatus {
    const counts = this.#roster?.counts ?? { watched: 0, excluded: 0, beyond: 0 };
    return this.#standing.status({ ...counts, everConnected: this.#roster?.span?.until !== undefined });
  }

  #createRoster(
    listener: OriginListener<Reader>,
    memory: WatchMemory | undefined,
    { origins, former = [] }: SourceHistory,
  ): Roster<Reader> {
    const { client, filter, createReader } = this.#options;
    return new Roster(
      {
        host: client.name,
        filter,
        listener,
        createReader: (start) => createReader({ ...start, client, traits: this.#traits() }),
      },
      {
        ...{ span: memory, unstarted: memory?.unstarted ?? [], former: former.map(formerWatch) },
        origins: origins.flatMap(({ origin, gone }) => (isContainer(origin) ? [{ origin, gone }] : [])),
      },
    );
  }

  #createLife(listener: OriginListener<Reader>, roster: Roster<Reader>, { lives }: SourceHistory): EngineLife {
    const happened = (facts: ContainerFacts, happening: Happening): void => {
      const origin = this.#originOf(facts, roster);
      if (origin) listener.happened(origin, happening);
    };
    const taker = { happened, changed: () => listener.livesChanged() };
    const tellsRequests = (): boolean => this.#standing.traits?.kind === 'docker';
    return new EngineLife({ loop: this.#options.restartLoop, known: lives, taker, tellsRequests });
  }

  /** Undefined for a container that is left alone. Of one that nobody knows any more there is what its event says. */
  #originOf(facts: ContainerFacts, roster: Roster<Reader>): ContainerOrigin | undefined {
    if (roster.knows(facts.id)) return roster.originOf(facts.id);
    const { client, filter } = this.#options;
    const origin = originOf(facts, client.name);
    const { containerId, containerName, image, labels } = origin;
    return filter({ id: containerId, name: containerName, image, labels }) === undefined ? origin : undefined;
  }

  #traits(): EngineTraits {
    const { traits } = this.#standing;
    if (traits === undefined) throw new Error('a container was found before the engine had said what it is');
    return traits;
  }

  #remind(listener: OriginListener<Reader>): void {
    const now = this.#options.clock.monotonic();
    if (this.#rememberedAt !== undefined && now - this.#rememberedAt < REMEMBER_EVERY_MS) return;
    this.#rememberedAt = now;
    listener.memoryChanged();
  }
}

function once(tell: () => void): () => void {
  let isTold = false;
  return () => {
    if (!isTold) tell();
    isTold = true;
  };
}

function formerWatch({ memory, origins }: KnownSource): FormerWatch {
  const span = parseMemory(memory);
  const there = origins.filter(({ gone }) => !gone).map(({ origin }) => origin);
  return { span, unstarted: span?.unstarted ?? [], origins: there.filter(isContainer) };
}
