// What one tail has collected and is not durable yet.
import { withGap } from '../../core/lines/gaps/adjoining-gaps.ts';
import type { Gap } from '../../core/lines/reading.ts';
import type { Backlog, BacklogBounds } from './backlog.ts';

export const DEFAULT_TAIL_BACKLOG: BacklogBounds = { mostEffects: 1_000, mostBytes: 4 * 1024 * 1024 };
/** Gaps are few; one that an engine makes up with every stream must not fill the memory either. */
const GAP_BYTES = 100;

export interface Collected<Effect> {
  readonly effects: readonly Effect[];
  readonly gaps: readonly Gap[];
  readonly lines: number;
  readonly bytes: number;
  readonly lateLines: number;
}

interface Weight {
  readonly count: number;
  readonly bytes: number;
}

interface Options<Effect> {
  readonly backlog: Backlog;
  readonly bounds: BacklogBounds;
  readonly sizeOf: (effect: Effect) => number;
}

/** Collects, gives what it has collected for one commit at a time, and knows what it weighs until that is durable. */
export class Uncommitted<Effect> {
  readonly #options: Options<Effect>;
  #effects: Effect[] = [];
  #gaps: readonly Gap[] = [];
  #lines = 0;
  #bytes = 0;
  #lateLines = 0;
  /** What waits to be taken, and what was taken for the commit that runs. */
  #waiting: Weight = NOTHING;
  #taken: Weight = NOTHING;

  constructor(options: Options<Effect>) {
    this.#options = options;
  }

  /** There is so much that no more should be read. */
  get isFull(): boolean {
    const { mostEffects, mostBytes } = this.#options.bounds;
    const [{ count, bytes }, taken] = [this.#waiting, this.#taken];
    return count + taken.count >= mostEffects || bytes + taken.bytes >= mostBytes;
  }

  addLines(lines: number, bytes: number, lateLines: number): void {
    this.#lines += lines;
    this.#bytes += bytes;
    this.#lateLines += lateLines;
  }

  addEffects(effects: readonly Effect[]): void {
    if (effects.length === 0) return;
    let bytes = 0;
    for (const effect of effects) {
      this.#effects.push(effect);
      bytes += this.#options.sizeOf(effect);
    }
    this.#weigh(effects.length, bytes);
  }

  /** One that goes on with the last one, which was not taken yet, weighs nothing more. */
  addGap(gap: Gap): void {
    const before = this.#gaps.length;
    this.#gaps = withGap(this.#gaps, gap);
    if (this.#gaps.length > before) this.#weigh(1, GAP_BYTES);
  }

  /** All that was collected since the last time. It weighs until `committed`. */
  take(): Collected<Effect> {
    const collected = {
      effects: this.#effects,
      gaps: this.#gaps,
      lines: this.#lines,
      bytes: this.#bytes,
      lateLines: this.#lateLines,
    };
    this.#taken = this.#waiting;
    this.#clear();
    return collected;
  }

  /** What was taken is durable, or will never be. */
  committed(): void {
    const { count, bytes } = this.#taken;
    this.#taken = NOTHING;
    this.#options.backlog.add(-count, -bytes);
  }

  /** Forgets what was not taken. */
  drop(): void {
    const { count, bytes } = this.#waiting;
    this.#clear();
    this.#options.backlog.add(-count, -bytes);
  }

  #weigh(count: number, bytes: number): void {
    this.#waiting = { count: this.#waiting.count + count, bytes: this.#waiting.bytes + bytes };
    this.#options.backlog.add(count, bytes);
  }

  #clear(): void {
    [this.#effects, this.#gaps] = [[], []];
    [this.#lines, this.#bytes, this.#lateLines] = [0, 0, 0];
    this.#waiting = NOTHING;
  }
}

const NOTHING: Weight = { count: 0, bytes: 0 };
