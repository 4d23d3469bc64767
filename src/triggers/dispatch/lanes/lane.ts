// What waits for one trigger, as far as the dispatcher knows it.
import type { Trigger } from '../../../core/deliveries/trigger.ts';
import type { ChannelManners } from '../../sending.ts';
import type { DestinationGate } from '../destination-gate.ts';

export interface LaneOf {
  readonly trigger: Trigger;
  readonly destination: string;
  readonly gate: DestinationGate;
  readonly manners: ChannelManners;
}

export class Lane {
  #of: LaneOf;
  /** What was claimed and is not marked yet. */
  readonly claimed = new Set<string>();
  /** When to look for the next one; never where nothing waits. */
  #nextDue = 0;
  /** Greater the later something was begun for it. */
  lastTurn = 0;
  #newestFirst = false;

  constructor(of: LaneOf) {
    this.#of = of;
  }

  get of(): LaneOf {
    return this.#of;
  }

  /** The trigger is another now; what is on its way stays. */
  become(of: LaneOf): void {
    this.#of = of;
    this.due(0);
  }

  get nextDue(): number {
    return this.#nextDue;
  }

  /** Something is due at this time. */
  due(at: number): void {
    this.#nextDue = Math.min(this.#nextDue, at);
  }

  /** The store said what is due next; what was told meanwhile counts as well. */
  lookedUp(next: number | undefined): void {
    this.due(next ?? Number.POSITIVE_INFINITY);
  }

  /** What is told from now on is not known to the look that begins. */
  look(): void {
    this.#nextDue = Number.POSITIVE_INFINITY;
  }

  /** Turn and turn about, so that after an outage what is new need not wait for all that is old, nor the other way round. */
  takesNewest(): boolean {
    this.#newestFirst = !this.#newestFirst;
    return this.#newestFirst;
  }
}
