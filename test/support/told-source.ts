// Runs the source of an engine as the server would, and writes down what is told of its containers.
import { type ContainerPattern, parseContainerPattern } from '../../src/config/container-pattern.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Happening } from '../../src/core/life/happening.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import type { Stamp } from '../../src/core/lines/stamp.ts';
import { type ContainerToRead, DockerSource } from '../../src/sources/docker/docker-source.ts';
import type { EngineClient } from '../../src/sources/docker/engine/engine-client.ts';
import type { ContainerNews } from '../../src/sources/docker/reader/container-news.ts';
import { containerFilter } from '../../src/sources/docker/watch/filters/container-filter.ts';
import type { OriginListener, SourceHistory } from '../../src/sources/source.ts';
import { recordEngine } from './recorded-occurrences.ts';

export interface ToldSourceOptions {
  readonly client: EngineClient;
  readonly clock: Clock;
  readonly random: () => number;
  /** Items of the settings, with blanks between them. */
  readonly include?: string;
  readonly exclude?: string;
  readonly own?: readonly string[];
  readonly pollSeconds?: number;
  /** How a moment at which a container is begun is written down. */
  readonly written: (moment: Stamp) => string;
}

/** Reads nothing, and knows what it was told last. */
export interface ReaderStub extends ContainerNews {
  readonly container: ContainerToRead;
  readonly news: () => string;
}

const NOTHING: SourceHistory = { memory: undefined, origins: [] };

export class ToldSource implements OriginListener<ReaderStub> {
  readonly source: DockerSource<ReaderStub>;
  readonly occurred = recordEngine();
  /** Those that were found and are not gone, by their keys. */
  readonly known = new Map<string, { readonly origin: Origin; readonly reader: ReaderStub }>();
  memoryChanges = 0;
  timesAllFound = 0;
  /** What happened to containers besides their lines: name, kind, details. */
  readonly happenings: string[] = [];
  readonly #written: (moment: Stamp) => string;
  /** What was told since the last look. */
  readonly #told: string[] = [];
  readonly #history = new Map<string, SourceHistory['origins'][number]>();
  readonly #stopping = new AbortController();
  #ended: Promise<void> | undefined;

  constructor(options: ToldSourceOptions) {
    const { client, clock, random, include = '', exclude = '', own = [], pollSeconds = 5, written } = options;
    this.#written = written;
    this.source = new DockerSource<ReaderStub>({
      client,
      filter: containerFilter({ include: patterns(include), exclude: patterns(exclude), own }),
      createReader: (container) => this.#createReader(container),
      pollSeconds,
      restartLoop: { restarts: 3, withinSeconds: 60 },
      clock,
      random,
      occurrences: this.occurred.occurrences,
    });
  }

  run(history: SourceHistory = NOTHING): void {
    for (const one of history.origins) this.#history.set(one.origin.key, one);
    this.#ended = this.source.run(history, this, this.#stopping.signal);
  }

  /** Resolves when nothing more will be told. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#ended ?? Promise.resolve();
  }

  /** What was told since the last look, in order. */
  told(): readonly string[] {
    return this.#told.splice(0);
  }

  /** What the next run is told of this one. */
  history(): SourceHistory {
    return { memory: this.source.remember(), origins: [...this.#history.values()] };
  }

  found(origin: Origin, reader: ReaderStub): void {
    const { startAt } = reader.container;
    const from = startAt.at === 'beginning' ? 'its beginning' : this.#written(startAt.moment);
    const isAgain = this.known.get(origin.key)?.reader === reader;
    this.#told.push(isAgain ? `${origin.containerName} told again` : `${origin.containerName} found, from ${from}`);
    this.known.set(origin.key, { origin, reader });
    this.#history.set(origin.key, { origin, position: undefined, gone: false });
  }

  gone(key: string, why: 'removed' | 'excluded'): void {
    const { origin } = this.known.get(key) ?? this.#history.get(key) ?? {};
    if (origin === undefined) throw new Error(`${key} is gone, and nobody knew it`);
    this.#told.push(`${origin.containerName} gone: ${why}`);
    this.known.delete(key);
    this.#history.set(key, { origin, position: undefined, gone: true });
  }

  lostWhileAway(origin: Origin): void {
    this.#told.push(`${origin.containerName} lost while away`);
    this.#history.set(origin.key, { origin, position: undefined, gone: true });
  }

  foundAll(): void {
    this.timesAllFound++;
  }

  memoryChanged(): void {
    this.memoryChanges++;
  }

  happened({ containerName }: Origin, { kind, details }: Happening): void {
    this.happenings.push([containerName, kind, ...Object.values(details)].join(' '));
  }

  livesChanged(): void {}

  #createReader(container: ContainerToRead): ReaderStub {
    const key = `docker/${container.containerId}`;
    let news = '';
    const say = (what: string) => () => {
      news = what;
      this.#told.push(`${this.known.get(key)?.origin.containerName ?? 'nobody'} ${what}`);
    };
    return {
      container,
      news: () => news,
      started: say('started'),
      ended: say('ended'),
      removed: say('removed'),
      engineLost: say('lost its engine'),
      engineBack: say('has its engine back'),
    };
  }
}

function patterns(items: string): readonly ContainerPattern[] {
  const texts = items.split(' ').filter((item) => item !== '');
  return texts.map(parseContainerPattern).filter((item) => item !== undefined);
}
