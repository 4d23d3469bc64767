// A container, its engine as a model, and a person who looks at its lines, goes away and comes back: for tests that read like a timetable.
import { type Stamp, stampAfter } from '../../src/core/lines/stamp.ts';
import { createLineReader } from '../../src/sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../src/sources/docker/lines/stamps/stamp-reader.ts';
import { followLive } from '../../src/sources/docker/live/live-view.ts';
import { mannerOf } from '../../src/sources/docker/reader/reading-manner.ts';
import { ManualClock } from './manual-clock.ts';
import { ModelEngine, type ModelRules } from './model-engine.ts';

const START: Stamp = { seconds: 1_790_000_000, nanos: 0 };

export class LiveScene {
  readonly clock = new ManualClock();
  readonly engine: ModelEngine;
  /** What the person has seen, of all views one after the other. */
  readonly seen: string[] = [];
  /** What was told beside lines. */
  readonly told: string[] = [];
  last: string | undefined;
  /** The person does not take more just now. */
  isBehind = false;
  #ready: (() => void) | undefined;
  #leaving = new AbortController();
  #view: Promise<void> = Promise.resolve();
  #ms = 0;

  constructor(rules: ModelRules = { sinceOnce: false }) {
    this.engine = new ModelEngine(rules);
    this.engine.time = START;
  }

  /** What stands in the log, in order. */
  get written(): readonly string[] {
    const lines: string[] = [];
    const open = new Map<number, string>();
    for (const { stream, text } of this.engine.records) {
      const line = (open.get(stream) ?? '') + text.trimEnd();
      open.delete(stream);
      if (this.engine.kind === 'docker' || text.endsWith('\n')) lines.push(line);
      else open.set(stream, line);
    }
    return lines;
  }

  /** Writes lines, each a little later than the one before; `lateMs`: with a stamp that is so much older than it should be. */
  write(count = 1, { lateMs = 0, stream = 1 as 1 | 2, end = '\n' } = {}): void {
    for (let n = 0; n < count; n++) {
      this.#ms += 1;
      const stamp = stampAfter(START, this.#ms - lateMs);
      this.engine.write({ stream, stamp, text: `line ${this.engine.records.length}${end}` });
    }
  }

  /** Whoever ends within a line and starts again goes on with it in Podman's log. */
  endParts(): void {
    for (const stream of [1, 2] as const) {
      const last = this.engine.records.findLast((record) => record.stream === stream);
      if (last && !last.text.endsWith('\n')) this.write(1, { stream });
    }
  }

  /** By the engine's clock; back when negative. */
  passTime(ms: number): void {
    this.#ms += ms;
  }

  /** Somebody comes and looks, behind what they have seen. */
  open({ tail = 100, after = this.last }: { readonly tail?: number; readonly after?: string | undefined } = {}): void {
    this.#leaving = new AbortController();
    const stamps = new StampReader();
    const { signal } = this.#leaving;
    const { kind, version } = this.engine;
    this.#view = followLive({
      client: this.engine,
      clock: this.clock,
      random: () => 0.999,
      containerId: 'c1',
      tail,
      after,
      manner: mannerOf({ kind, version }),
      openLines: (firstByte, taker) => createLineReader({ firstByte, kind, taker, stamps }),
      sink: {
        line: ({ bytes, id }) => {
          this.seen.push(Buffer.from(bytes).toString());
          this.last = id;
        },
        gap: (reason) => this.told.push(`gap ${reason}`),
        state: (state, words) => this.told.push(words === undefined ? state : `${state} ${words}`),
        gone: () => this.told.push('gone'),
        isBehind: () => this.isBehind,
        whenReady: (listener) => {
          this.#ready = listener;
        },
      },
      signal,
    });
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#view;
    this.#ready = undefined;
    this.isBehind = false;
  }

  /** The person takes more again. */
  takeMore(): void {
    this.isBehind = false;
    this.#ready?.();
    this.#ready = undefined;
  }

  settle(ms = 0): Promise<void> {
    return this.clock.advance(ms);
  }
}
