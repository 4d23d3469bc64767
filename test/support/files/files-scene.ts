import path from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import type { Origin } from '../../../src/core/lines/origin.ts';
import { applyPositionChange } from '../../../src/core/lines/position-change.ts';
import type { Gap, SavedPosition } from '../../../src/core/lines/reading.ts';
import { FileSource, type FileSourceOptions } from '../../../src/sources/file/file-source.ts';
import { plainFormat } from '../../../src/sources/file/formats/plain-format.ts';
import { FileBatch } from '../../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../../src/sources/file/opened/descriptors.ts';
import { FileReader } from '../../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../../src/sources/file/reading/read-room.ts';
import type { OriginReading } from '../../../src/sources/reading.ts';
import { everyLine } from '../judge-every-line.ts';
import { waitUntil } from '../wait-until.ts';

interface Known {
  readonly origin: Origin;
  reading: OriginReading | undefined;
  position: SavedPosition | undefined;
  gone: boolean;
}

type Terms = Partial<Pick<FileSourceOptions, 'goneAfterMs' | 'lookMs' | 'hearing' | 'clock'>>;

/** A machine's files, read as a tail would; what is known is kept from run to run. */
export class FilesScene {
  readonly lines: string[] = [];
  readonly gaps: Gap[] = [];
  /** Before which line each gap was told. */
  readonly gapsBefore: number[] = [];
  readonly #known = new Map<string, Known>();
  readonly #states = new Map<string, string>();
  /** What is said of how each stands, by the name of its file. */
  readonly notes = new Map<string, string | undefined>();
  readonly #terms: Terms;
  #patterns: readonly string[];
  #memory: string | undefined;
  #stopping = new AbortController();
  #source: FileSource | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(patterns: readonly string[], terms: Terms = {}) {
    this.#terms = terms;
    this.#patterns = patterns;
    onTestFinished(() => this.stop());
  }

  get found(): number {
    return this.#known.size;
  }

  /** Resolves when all that there is was looked for. */
  async run(patterns: readonly string[] = this.#patterns): Promise<void> {
    this.#patterns = patterns;
    this.#stopping = new AbortController();
    const { clock = systemClock } = this.#terms;
    const shared = { clock, batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
    const source = new FileSource({
      machine: 'here',
      watched: patterns.map((pattern) => ({ pattern, format: 'plain', message: 'message' })),
      ...this.#terms,
      clock,
      createReader: ({ watched: _, ...file }) => new FileReader({ ...shared, ...file, format: plainFormat }),
    });
    this.#source = source;
    const { promise, resolve } = Promise.withResolvers<void>();
    const origins = [...this.#known.values()].map(({ origin, position, gone }) => ({ origin, position, gone }));
    this.#ended = source.run(
      { memory: this.#memory, origins },
      {
        found: (origin, reader) => this.#found(origin, reader),
        gone: () => undefined,
        lostWhileAway: () => undefined,
        foundAll: resolve,
        memoryChanged: () => undefined,
        happened: () => undefined,
        livesChanged: () => undefined,
      },
      this.#stopping.signal,
    );
    await promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
    this.#memory = this.#source?.remember() ?? this.#memory;
    for (const known of this.#known.values()) {
      await known.reading?.stop();
      const change = known.reading?.takePosition();
      if (change) known.position = applyPositionChange(known.position, change);
      known.reading = undefined;
    }
  }

  /** Each as the name of its file and its text, in whatever order. */
  async hasRead(...lines: readonly string[]): Promise<void> {
    const isRead = () => this.lines.toSorted().join('|') === lines.toSorted().join('|');
    await waitUntil(isRead, { what: () => `${lines} are read; there is ${this.lines}` });
  }

  async stands(name: string, state: string): Promise<void> {
    await waitUntil(() => this.#states.get(name) === state, {
      what: () => `${name} is ${state}; it is ${this.#states.get(name)}`,
      limitMs: 30_000,
    });
  }

  #found(origin: Origin, reader: FileReader): void {
    const before = this.#known.get(origin.key);
    const known: Known = {
      origin,
      reading: undefined,
      position: before?.gone ? undefined : before?.position,
      gone: false,
    };
    this.#known.set(origin.key, known);
    const name = path.basename(origin.path ?? '');
    known.reading = reader.read({
      position: known.position,
      wanted: { stdout: true, stderr: true },
      sink: {
        lines: (batch) => this.lines.push(...everyLine(batch).map(({ text }) => `${name} ${text}`)),
        gap: (gap) => {
          this.gaps.push(gap);
          this.gapsBefore.push(this.lines.length);
        },
        state: (state, note) => {
          this.#states.set(name, state);
          this.notes.set(name, note);
          if (state === 'gone') known.gone = true;
        },
        reconnected: () => undefined,
        known: () => undefined,
        failed: (error) => this.lines.push(`${name} failed: ${error}`),
      },
    });
  }
}
