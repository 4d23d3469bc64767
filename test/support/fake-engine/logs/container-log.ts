// The log of a container of the fake engine, and those who follow it.
import type { LogRecord } from './log-record.ts';

export interface Follower {
  /** False: it wants no more. */
  take(record: LogRecord): boolean;
  end(): void;
  /** What the engine sends beside all records, byte for byte. */
  raw(bytes: Uint8Array): void;
}

/** Where a follower stands in all that was ever written. */
interface Place {
  next: number;
}

export class ContainerLog {
  #records: LogRecord[] = [];
  /** How many were rotated away. */
  #dropped = 0;
  #isStalled = false;
  readonly #followers = new Map<Follower, Place>();

  get records(): readonly LogRecord[] {
    return this.#records;
  }

  get followers(): number {
    return this.#followers.size;
  }

  append(record: LogRecord): void {
    this.#records.push(record);
    this.#deliver();
  }

  follow(follower: Follower): void {
    this.#followers.set(follower, { next: this.#dropped + this.#records.length });
  }

  unfollow(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Followers lag behind from now on: they are sent nothing until `wake`. */
  stall(): void {
    this.#isStalled = true;
  }

  wake(): void {
    this.#isStalled = false;
    this.#deliver();
  }

  /** The oldest records are deleted; followers that have not had them never will. `again` of the newest are sent to followers once more. */
  rotate({ drop, again = 0 }: { readonly drop: number; readonly again?: number }): void {
    this.#records = this.#records.slice(drop);
    this.#dropped += drop;
    for (const place of this.#followers.values()) place.next = Math.max(this.#dropped, place.next - again);
    this.#deliver();
  }

  /** Ends all followers, after what they have not had yet or without it. */
  endFollowers(unread: 'sent' | 'forgotten'): void {
    if (unread === 'sent') this.wake();
    for (const follower of [...this.#followers.keys()]) {
      this.#followers.delete(follower);
      follower.end();
    }
  }

  sendRaw(bytes: Uint8Array): void {
    for (const follower of this.#followers.keys()) follower.raw(bytes);
  }

  #deliver(): void {
    if (this.#isStalled) return;
    for (const [follower, place] of [...this.#followers]) this.#deliverTo(follower, place);
  }

  #deliverTo(follower: Follower, place: Place): void {
    while (place.next < this.#dropped + this.#records.length) {
      const record = this.#records[Math.max(0, place.next - this.#dropped)];
      place.next = Math.max(place.next, this.#dropped) + 1;
      if (record !== undefined && follower.take(record)) continue;
      this.#followers.delete(follower);
      follower.end();
      return;
    }
  }
}
