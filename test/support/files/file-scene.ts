import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import type { WantedStreams } from '../../../src/core/lines/line-batch.ts';
import { applyPositionChange } from '../../../src/core/lines/position-change.ts';
import type { Gap, SavedPosition } from '../../../src/core/lines/reading.ts';
import { plainFormat } from '../../../src/sources/file/formats/plain-format.ts';
import { Turnover } from '../../../src/sources/file/generation/turnover.ts';
import { FileBatch } from '../../../src/sources/file/lines/file-batch.ts';
import { Descriptors } from '../../../src/sources/file/opened/descriptors.ts';
import { FileReader } from '../../../src/sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../../src/sources/file/reading/read-room.ts';
import type { FileReaderOptions } from '../../../src/sources/file/reading/reading-contract.ts';
import type { OriginReading } from '../../../src/sources/reading.ts';
import { everyLine } from '../judge-every-line.ts';
import { waitUntil } from '../wait-until.ts';

/** One reading after another of one path, each going on where the last one was. */
export class FileScene {
  readonly #options: FileReaderOptions;
  /** Told of what happens to the path by the test. */
  readonly turnover = new Turnover(() => true);
  #reader: FileReader;
  #reading: OriginReading | undefined;
  #position: SavedPosition | undefined;
  readonly texts: string[] = [];
  readonly identities: string[] = [];
  /** Since 1970, of each line. */
  readonly seconds: number[] = [];
  readonly gaps: Gap[] = [];
  readonly states: string[] = [];
  note: string | undefined;
  readonly failures: unknown[] = [];

  constructor(path: string, options: Partial<FileReaderOptions> = {}) {
    this.#options = {
      ...{ path, startAt: 'beginning', format: plainFormat, clock: systemClock, turnover: this.turnover },
      ...{ batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() },
      ...options,
    };
    this.#reader = new FileReader(this.#options);
    onTestFinished(() => this.stop());
  }

  get reader(): FileReader {
    return this.#reader;
  }

  get reading(): OriginReading {
    if (this.#reading === undefined) throw new Error('It was not begun.');
    return this.#reading;
  }

  get state(): string | undefined {
    return this.states.at(-1);
  }

  begin(
    wanted: WantedStreams = { stdout: true, stderr: true },
    changed: Pick<Partial<FileReaderOptions>, 'joining' | 'clock'> = {},
  ): void {
    this.#reader = new FileReader({ ...this.#options, ...changed });
    this.#reading = this.#reader.read({
      position: this.#position,
      wanted,
      sink: {
        lines: (batch) => {
          for (const [at, { text }] of everyLine(batch).entries()) {
            this.texts.push(text);
            this.seconds.push(batch.seconds[at] ?? 0);
            this.identities.push([batch.hashes[at * 2], batch.ordinals[at], batch.hashes[at * 2 + 1]].join(' '));
          }
        },
        gap: (gap) => this.gaps.push(gap),
        state: (state, note) => {
          this.states.push(state);
          this.note = note;
        },
        reconnected: () => undefined,
        known: () => undefined,
        failed: (error) => this.failures.push(error),
      },
    });
  }

  /** What was handed over until now is saved. */
  save(): void {
    const change = this.reading.takePosition();
    if (change) this.#position = applyPositionChange(this.#position, change);
  }

  async stop(): Promise<void> {
    await this.#reading?.stop();
  }

  /** It is told that something may have changed, until it stands so. */
  async stands(state: string): Promise<void> {
    await waitUntil(
      () => {
        this.#reader.changed();
        return this.state === state || this.failures.length > 0;
      },
      { what: () => `it is ${state}; it is ${this.state}, ${this.failures}` },
    );
    if (this.failures.length > 0) throw this.failures[0];
  }

  /** It is told that something may have changed, until it has so many lines. */
  async hasRead(count: number): Promise<void> {
    await waitUntil(
      () => {
        this.#reader.changed();
        return this.texts.length >= count || this.failures.length > 0;
      },
      { what: () => `${count} lines are read; there are ${this.texts.length}, ${this.failures}` },
    );
    if (this.failures.length > 0) throw this.failures[0];
  }
}
