// Which generations of a file are open, and until when those are that were rotated away: a program may go on writing to one for a while.
import type { Cursor } from '../generation/cursor.ts';
import type { Descriptors } from './descriptors.ts';
import type { OpenFile } from './open-file.ts';

export class HeldFiles {
  readonly #descriptors: Descriptors;
  readonly #open = new Map<Cursor, OpenFile>();
  /** By the monotonic clock. */
  readonly #leaving = new Map<Cursor, number>();

  constructor(descriptors: Descriptors) {
    this.#descriptors = descriptors;
  }

  of(cursor: Cursor): OpenFile | undefined {
    return this.#open.get(cursor);
  }

  holds(file: OpenFile): boolean {
    return [...this.#open.values()].some((open) => open === file);
  }

  hold(cursor: Cursor, file: OpenFile): void {
    this.#descriptors.opened();
    this.#open.set(cursor, file);
  }

  /** Nothing is written to it soon: it is left at this moment. */
  leave(cursor: Cursor, at: number): void {
    if (!this.#leaving.has(cursor)) this.#leaving.set(cursor, at);
  }

  /** Something is written to it again. */
  stay(cursor: Cursor): void {
    this.#leaving.delete(cursor);
  }

  isLeft(cursor: Cursor, now: number): boolean {
    return (this.#leaving.get(cursor) ?? Number.POSITIVE_INFINITY) <= now;
  }

  /** When the next one is left; undefined when there is none. */
  get nextLeft(): number | undefined {
    const times = [...this.#leaving].filter(([cursor]) => this.#open.has(cursor)).map(([, at]) => at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  async close(cursor: Cursor): Promise<void> {
    const file = this.#open.get(cursor);
    this.#open.delete(cursor);
    this.#leaving.delete(cursor);
    if (file === undefined) return;
    this.#descriptors.closed();
    await file.handle.close().catch(() => undefined);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((cursor) => this.close(cursor)));
  }
}
