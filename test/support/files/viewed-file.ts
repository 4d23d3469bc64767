import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { plainFormat } from '../../../src/sources/file/formats/plain-format.ts';
import { FileBatch } from '../../../src/sources/file/lines/file-batch.ts';
import { type FileViewOptions, followFile } from '../../../src/sources/file/live/file-view.ts';
import { Descriptors } from '../../../src/sources/file/opened/descriptors.ts';
import { ReadRoom } from '../../../src/sources/file/reading/read-room.ts';
import { waitUntil } from '../wait-until.ts';

/** Somebody who looks at a file. */
export class ViewedFile {
  readonly texts: string[] = [];
  readonly ids: string[] = [];
  readonly seconds: number[] = [];
  readonly states: string[] = [];
  readonly gaps: string[] = [];
  isGone = false;
  /** So many lines are taken before whoever brings them has to wait. */
  room = Number.POSITIVE_INFINITY;
  readonly ended: Promise<void>;
  readonly #leaving = new AbortController();
  readonly #waiting: (() => void)[] = [];

  constructor(path: string, options: Partial<FileViewOptions> = {}) {
    onTestFinished(() => this.leave());
    this.ended = followFile({
      ...{ path, format: () => plainFormat, dialect: undefined, clock: systemClock, tail: 100, after: undefined },
      tools: { batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() },
      signal: this.#leaving.signal,
      sink: {
        line: ({ id, bytes, stamp }) => {
          this.texts.push(Buffer.from(bytes).toString());
          this.ids.push(id);
          this.seconds.push(stamp.seconds);
        },
        gap: (reason) => this.gaps.push(reason),
        state: (state) => this.states.push(state),
        gone: () => {
          this.isGone = true;
        },
        isBehind: () => this.texts.length >= this.room,
        whenReady: (listener) => this.#waiting.push(listener),
      },
      ...options,
    });
  }

  take(more: number): void {
    this.room += more;
    for (const ready of this.#waiting.splice(0)) ready();
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.ended;
  }

  /** Until it shows these lines. */
  async shows(...lines: readonly string[]): Promise<void> {
    await waitUntil(() => this.texts.length >= lines.length, {
      what: () => `${lines.length} lines are shown; there are ${this.texts.length}: ${this.texts.slice(0, 20)}`,
      limitMs: 30_000,
    });
    if (this.texts.join('|') !== lines.join('|')) throw new Error(`These are shown: ${this.texts.join(', ')}`);
  }

  async isFollowed(): Promise<void> {
    await waitUntil(() => this.states.includes('following'), { what: 'it is followed', limitMs: 30_000 });
  }
}
