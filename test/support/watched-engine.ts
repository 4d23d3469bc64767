// Watches an engine as the server would, and writes down what is told of its containers.
import type { ContainerPattern } from '../../src/config/container-pattern.ts';
import { parseContainerPattern } from '../../src/config/container-pattern.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import { millisecondsOf } from '../../src/core/lines/stamp.ts';
import { type ContainerToRead, DockerSource } from '../../src/sources/docker/docker-source.ts';
import type { ContainerNews } from '../../src/sources/docker/reader/container-news.ts';
import { containerFilter } from '../../src/sources/docker/watch/filters/container-filter.ts';
import type { OriginListener, SourceHistory } from '../../src/sources/source.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryEngine } from './memory-engine.ts';
import { recordEngine } from './recorded-occurrences.ts';

interface Options {
  readonly clock?: ManualClock;
  readonly engine?: MemoryEngine;
  readonly include?: string;
  readonly exclude?: string;
  readonly own?: readonly string[];
  readonly pollSeconds?: number;
}

export interface ReaderStub extends ContainerNews {
  readonly container: ContainerToRead;
  /** What it was told last. */
  readonly news: () => string;
}

const NOTHING: SourceHistory = { memory: undefined, origins: [] };

export class WatchedEngine implements OriginListener<ReaderStub> {
  readonly clock: ManualClock;
  readonly engine: MemoryEngine;
  readonly source: DockerSource<ReaderStub>;
  readonly occurred = recordEngine();
  /** What was told since the last look. */
  readonly #told: string[] = [];
  readonly known = new Map<string, { origin: Origin; readonly reader: ReaderStub }>();
  readonly #history = new Map<string, SourceHistory['origins'][number]>();
  readonly #stopping = new AbortController();
  #ended: Promise<void> | undefined;
  memoryChanges = 0;

  constructor(options: Options = {}) {
    this.clock = options.clock ?? new ManualClock(Date.parse('2026-01-01T00:00:00.250Z'));
    this.engine = options.engine ?? new MemoryEngine(this.clock);
    const { include = '', exclude = '', own = [], pollSeconds = 5 } = options;
    this.source = new DockerSource<ReaderStub>({
      client: this.engine,
      filter: containerFilter({ include: patterns(include), exclude: patterns(exclude), own }),
      createReader: (container) => this.#createReader(container),
      pollSeconds,
      clock: this.clock,
      // The whole of each step.
      random: () => 0.999999,
      occurrences: this.occurred.occurrences,
    });
  }

  /** Begins to watch, and lets everything happen that happens at once. */
  async begin(history: SourceHistory = NOTHING): Promise<void> {
    for (const one of history.origins) this.#history.set(one.origin.key, one);
    this.#ended = this.source.run(history, this, this.#stopping.signal);
    await this.pass(0);
  }

  /** Time passes. */
  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  /** What was told since the last look, in order. */
  told(): readonly string[] {
    return this.#told.splice(0);
  }

  /** What the next run is told of this one. */
  history(): SourceHistory {
    return { memory: this.source.remember(), origins: [...this.#history.values()] };
  }

  async end(): Promise<void> {
    this.#stopping.abort();
    await this.pass(0);
    await this.#ended;
  }

  found(origin: Origin, reader: ReaderStub): void {
    const { startAt } = reader.container;
    const before = this.known.get(origin.key);
    const from = startAt.at === 'beginning' ? 'its beginning' : `${this.#sinceStart(startAt.moment)} ms`;
    this.#told.push(
      before?.reader === reader ? `${origin.containerName} told again` : `${origin.containerName} found, from ${from}`,
    );
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

  memoryChanged(): void {
    this.memoryChanges++;
  }

  #createReader(container: ContainerToRead): ReaderStub {
    const key = `docker/${container.containerId}`;
    let news = '';
    const say = (what: string) => () => {
      news = what;
      const name = this.known.get(key)?.origin.containerName ?? 'nobody';
      this.#told.push(`${name} ${what}`);
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

  /** Milliseconds by the engine's clock since the test began, in tens: what happens at once happens within less. */
  #sinceStart(moment: Parameters<typeof millisecondsOf>[0]): number {
    return Math.round((millisecondsOf(moment) - this.engine.ahead - Date.parse('2026-01-01T00:00:00.250Z')) / 10) * 10;
  }
}

function patterns(items: string): readonly ContainerPattern[] {
  const texts = items.split(' ').filter((item) => item !== '');
  return texts.map(parseContainerPattern).filter((item) => item !== undefined);
}
