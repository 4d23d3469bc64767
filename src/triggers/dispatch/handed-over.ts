// What comes straight from its own commit: room is kept for it while it is being stored, and once it is durable it begins without anybody looking for it.
import type { DeliveryPlace } from '../../core/deliveries/delivery-place.ts';
import type { ClaimedDelivery } from '../../core/deliveries/delivery-work.ts';
import type { TriggerSnapshot } from '../plan/trigger-snapshot.ts';
import type { Approach, Channels } from '../sending.ts';
import type { DestinationGate } from './destination-gate.ts';
import type { Lane, LaneOf } from './lanes/lane.ts';
import type { Lanes, Moment } from './lanes/lanes.ts';
import type { ToSend } from './send-once.ts';

/** What took longer to be stored may not be ours for as long as a request takes. */
const HANDED_WITHIN_MS = 20_000;
/** Of all destinations together, on their way to a place each: for what is stored beside that a connection is made when it is sent. */
const MOST_APPROACHES = 32;
/** Where one was made in vain, none is made again at once: who stores the same again and again would have a receiver connected to as often. */
const AFTER_NOTHING_MS = 1_000;

export interface HandedOverParts {
  readonly lanes: Lanes;
  readonly channels: Pick<Channels, 'approach'>;
  readonly triggers: () => TriggerSnapshot | undefined;
  readonly moment: () => Moment;
  /** Whether anything more may be begun. */
  readonly isOpen: () => boolean;
  readonly begin: (lane: Lane, toSend: Omit<ToSend, 'trigger'>) => void;
  /** It goes back to all others that wait. */
  readonly putBack: (lane: Lane, delivery: ClaimedDelivery) => void;
  /** Whoever looked meanwhile found no room. */
  readonly freed: () => void;
}

/** Where room is kept. */
interface KeptRoom {
  readonly lane: Lane;
  /** As it was when the place was kept. */
  readonly of: LaneOf;
  readonly approach: Approach | undefined;
  /** By the clock that never goes back. */
  readonly since: number;
}

export class HandedOver {
  readonly #parts: HandedOverParts;
  /** Places of which nobody knows yet what becomes. */
  #kept = 0;
  #approaches = 0;
  /** Until when no connection is made, by the clock that never goes back. */
  readonly #spared = new WeakMap<DestinationGate, number>();
  /** Set while somebody waits for the last of them. */
  #lastIsSettled: (() => void) | undefined;

  constructor(parts: HandedOverParts) {
    this.#parts = parts;
  }

  /** A place for what is being stored, if it can be sent as soon as that is durable, before all that waits. */
  reserve(triggerId: string): DeliveryPlace | undefined {
    const { lanes, triggers, moment, isOpen, freed } = this.#parts;
    if (!isOpen() || !lanes.follows(triggers())) return undefined;
    const at = moment();
    const lane = lanes.open(triggerId, at);
    if (lane === undefined) return undefined;
    const { of } = lane;
    const approach = this.#approach(of, at.monotonic);
    of.gate.keep(1);
    this.#kept += 1;
    const settle = (): void => {
      of.gate.letGo(1);
      this.#kept -= 1;
      if (approach) this.#approaches -= 1;
      if (this.#kept === 0) this.#lastIsSettled?.();
    };
    return {
      take: (delivery) => {
        settle();
        this.#take(delivery, { lane, of, approach, since: at.monotonic });
      },
      free: () => {
        settle();
        if (approach) this.#spared.set(of.gate, moment().monotonic + AFTER_NOTHING_MS);
        approach?.drop();
        freed();
      },
    };
  }

  #approach(of: LaneOf, now: number): Approach | undefined {
    if (this.#approaches >= MOST_APPROACHES || now < (this.#spared.get(of.gate) ?? 0)) return undefined;
    const approach = this.#parts.channels.approach(of.trigger);
    if (approach) this.#approaches += 1;
    return approach;
  }

  /** Resolves when of no place it is unknown what becomes of it. To be called once, when no more are kept. */
  settled(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#kept === 0) resolve();
    this.#lastIsSettled = resolve;
    return promise;
  }

  /** It goes back to all others that wait where it may not be sent any more as it was thought. */
  #take(delivery: ClaimedDelivery, { lane, of, approach, since }: KeptRoom): void {
    const { lanes, triggers, moment, begin, putBack } = this.#parts;
    // Where claims are in memory, a look at the outbox may have found it first.
    if (lane.claimed.has(delivery.id)) return void approach?.drop();
    lane.claimed.add(delivery.id);
    const now = moment();
    const isAsBefore = lanes.follows(triggers()) && lane.of === of;
    // What waits for the destination by now waits for longer than this.
    const isFirst = lanes.open(of.trigger.id, now) === lane;
    if (!isAsBefore || !isFirst || now.monotonic - since > HANDED_WITHIN_MS) {
      approach?.drop();
      return void putBack(lane, delivery);
    }
    lanes.tookTurn(lane);
    begin(lane, { delivery, approach });
  }
}
