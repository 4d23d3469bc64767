import type { Happening } from '../../src/core/life/happening.ts';
import type { LivesNews } from '../../src/core/lines/lives.ts';
import { type ContainerOrigin, isContainer } from '../../src/core/lines/origin.ts';
import type { LineSource, ReadingTask } from '../../src/tail/line-source.ts';
import type { OriginHistory, OriginListener, OriginSource } from '../../src/tail/origin-source.ts';
import { FakeLog, type FakeLogOptions } from './fake-log.ts';
import type { SampleLine } from './line-batch.ts';
import { sampleOrigin } from './origin-samples.ts';

interface Container {
  origin: ContainerOrigin;
  readonly log: FakeLog;
}

/** An engine in memory with containers and their logs. It outlives those who watch it; the newest one that runs it is told what happens. */
export class FakeEngineSource implements OriginSource {
  readonly key: string;
  readonly #containers = new Map<string, Container>();
  readonly #excluded = new Set<string>();
  readonly #removed = new Map<string, FakeLog>();
  #listener: OriginListener | undefined;
  #told = new Set<string>();
  /** How it ends when it is run; undefined as it should. */
  ends: 'at once' | 'with an error' | undefined;
  /** Throws when it is asked what to remember. */
  forgets = false;
  runs = 0;
  history: OriginHistory | undefined;
  /** Each run has readers of its own. */
  #readers = new Map<string, LineSource>();
  #fail: (error: Error) => void = () => undefined;
  /** All that ever happened to containers. */
  readonly #happened: { readonly name: string; readonly happening: Happening }[] = [];
  /** How much of it this run has told, or an earlier one has saved. */
  #heard = 0;
  #courses = new Map<string, string | undefined>();

  constructor(key = 'docker:local') {
    this.key = key;
  }

  /** The log of a container, of one that was removed too. */
  log(name: string): FakeLog {
    const log = this.#containers.get(name)?.log ?? this.#removed.get(name);
    if (log === undefined) throw new Error(`There was never a container ${name}.`);
    return log;
  }

  origin(name: string): ContainerOrigin {
    return sampleOrigin(name, { source: this.key });
  }

  create(name: string, options: FakeLogOptions = {}): FakeLog {
    const container = { origin: this.origin(name), log: new FakeLog(options) };
    this.#containers.set(name, container);
    this.#tell(container);
    return container.log;
  }

  append(name: string, ...lines: readonly SampleLine[]): void {
    this.log(name).append(...lines);
  }

  change(name: string, changes: Partial<ContainerOrigin>): void {
    const container = this.#containers.get(name);
    if (container === undefined) return;
    container.origin = { ...container.origin, ...changes };
    this.#tell(container);
  }

  /** Tells of a container once more, as after a new listing. */
  tellAgain(name: string): void {
    const container = this.#containers.get(name);
    if (container) this.#tell(container);
  }

  remove(name: string): void {
    const container = this.#containers.get(name);
    if (container === undefined) return;
    this.#containers.delete(name);
    this.#removed.set(name, container.log);
    container.log.remove();
    this.#listener?.gone(container.origin.key, 'removed');
  }

  /** It runs on, but is no longer to be watched. */
  exclude(name: string): void {
    this.#excluded.add(name);
    this.log(name).exclude();
    this.#listener?.gone(this.origin(name).key, 'excluded');
  }

  /** It is to be watched again, from this moment on. */
  include(name: string): void {
    this.#excluded.delete(name);
    this.log(name).include();
    this.tellAgain(name);
  }

  /** It is told now, and again to whoever has not saved it. */
  happen(name: string, happening: Happening): void {
    this.#happened.push({ name, happening });
    if (this.#listener) this.#tellHappenings(this.#listener);
  }

  /** What was kept of its life is of no use any more. */
  forgetLife(name: string): void {
    this.#courses.set(this.origin(name).key, undefined);
    this.#listener?.livesChanged();
  }

  takeLives(): LivesNews | undefined {
    if (this.#heard === 0) return undefined;
    const courses = this.#courses;
    this.#courses = new Map();
    return { position: String(this.#heard), courses };
  }

  memoryChanged(): void {
    this.#listener?.memoryChanged();
  }

  /** Ends the run in the middle, although nobody asked it to. */
  fail(): void {
    this.#fail(new Error('It failed.'));
  }

  /** Nobody watches any more, and nobody said so. */
  abandon(): void {
    this.#listener = undefined;
  }

  async run(history: OriginHistory, listener: OriginListener, signal: AbortSignal): Promise<void> {
    this.runs += 1;
    this.history = history;
    if (this.ends === 'at once') return;
    if (this.ends === 'with an error') throw new Error('It cannot run.');
    this.#listener = listener;
    this.#readers = new Map();
    this.#told = new Set(history.origins.map(({ origin }) => origin.key));
    for (const container of this.#containers.values()) this.#tell(container);
    [this.#heard, this.#courses] = [Number(history.lives?.position ?? 0), new Map()];
    this.#tellHappenings(listener);
    for (const { origin, gone } of history.origins) {
      if (gone || !isContainer(origin)) continue;
      if (!this.#containers.has(origin.containerId)) listener.lostWhileAway(origin);
      else if (this.#excluded.has(origin.containerId)) listener.gone(origin.key, 'excluded');
    }
    listener.foundAll();
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** The keys of all it has told of, so that a test can see whether a memory knows of an origin that is not saved. */
  remember(): string | undefined {
    if (this.forgets) throw new Error('It forgot.');
    return [...this.#told].toSorted().join(' ') || undefined;
  }

  #tellHappenings(listener: OriginListener): void {
    for (const { name, happening } of this.#happened.slice(this.#heard)) {
      this.#heard++;
      const { key } = this.origin(name);
      this.#courses.set(key, `heard ${this.#heard}`);
      listener.happened(this.origin(name), happening);
    }
  }

  #tell({ origin, log }: Container): void {
    if (this.#listener === undefined || this.#excluded.has(origin.containerId)) return;
    this.#told.add(origin.key);
    const reader = this.#readers.get(origin.key) ?? { read: (task: ReadingTask) => log.read(task) };
    this.#readers.set(origin.key, reader);
    this.#listener.found(origin, reader);
  }
}
