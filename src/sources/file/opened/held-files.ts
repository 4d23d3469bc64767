// Which generations of a file are open, and until when those are looked at that were rotated away: a program may go on writing to one for a while.
import type { Cursor } from '../generation/cursor.ts';
import type { SeenFile } from '../generation/survey.ts';
import type { Descriptors } from './descriptors.ts';
import { type OpenFile, openSeen } from './open-file.ts';

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

  isOpen(cursor: Cursor): boolean {
    return this.#open.has(cursor);
  }

  /** Whether it could be opened where it was seen. */
  async open(cursor: Cursor, seen: SeenFile): Promise<boolean> {
    const file = await openSeen(seen);
    if (file !== undefined) this.hold(cursor, file);
    return file !== undefined;
  }

  hold(cursor: Cursor, file: OpenFile): void {
    this.#descriptors.opened();
    this.#open.set(cursor, file);
  }

  /** Nothing is written to it soon: it is left at this moment. False where as many stay open for that as may. */
  leave(cursor: Cursor, at: number): boolean {
    this.#leaving.set(cursor, at);
    return this.#descriptors.lingers();
  }

  /** It is closed, and looked for again when it is left. */
  async closeUntilLeft(cursor: Cursor): Promise<void> {
    this.#descriptors.lingersNoMore();
    await this.#closeFile(cursor);
  }

  /** Something is written to it again, or it has been left. */
  stay(cursor: Cursor): void {
    if (this.#leaving.delete(cursor) && this.#open.has(cursor)) this.#descriptors.lingersNoMore();
  }

  isLeaving(cursor: Cursor): boolean {
    return this.#leaving.has(cursor);
  }

  isLeft(cursor: Cursor, now: number): boolean {
    return (this.#leaving.get(cursor) ?? Number.POSITIVE_INFINITY) <= now;
  }

  /** When the next one is left; undefined when there is none. */
  get nextLeft(): number | undefined {
    return this.#leaving.size === 0 ? undefined : Math.min(...this.#leaving.values());
  }

  async close(cursor: Cursor): Promise<void> {
    this.stay(cursor);
    await this.#closeFile(cursor);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((cursor) => this.close(cursor)));
  }

  async #closeFile(cursor: Cursor): Promise<void> {
    const file = this.#open.get(cursor);
    if (!this.#open.delete(cursor) || file === undefined) return;
    this.#descriptors.closed();
    await file.handle.close().catch(() => undefined);
  }
}
