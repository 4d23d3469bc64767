// Sends what waits in the outbox: which delivery goes when is decided here, a channel makes one request.

import type { DeliveryPlace } from '../../core/deliveries/delivery-place.ts';
import type { ClaimedDelivery } from '../../core/deliveries/delivery-work.ts';
import { OVER } from '../../core/signals/abort-with.ts';
import { Deadline } from '../../core/signals/deadline.ts';
import { RUNNING_ENDS_WITHIN_MS, SAVED_WITHIN_MS } from '../../core/signals/stop-times.ts';
import type { DeliveryOccurrences } from '../../telemetry/occurrences/sending/deliveries.ts';
import type { TriggerSnapshot } from '../plan/trigger-snapshot.ts';
import type { Channels } from '../sending.ts';
import { Burials } from './burials.ts';
import { ClockJumps } from './clock/clock-jumps.ts';
import { OverlongWaits } from './clock/overlong-waits.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { HandedOver } from './handed-over.ts';
import { InHand } from './in-hand.ts';
import type { Lane } from './lanes/lane.ts';
import { Lanes, type Moment } from './lanes/lanes.ts';
import type { SendParts } from './send-once.ts';

/** How often the outbox is looked at for what others have put there. */
const LOOK_SHARED_MS = 1_000;
const LOOK_ALONE_MS = 30_000;
const AFTER_FAULT_MS = 1_000;

export interface DispatcherParts extends SendParts {
  readonly store: DeliveryStore;
  readonly triggers: () => TriggerSnapshot | undefined;
  readonly channels: Channels;
  readonly random: () => number;
  readonly occurrences: DeliveryOccurrences;
  /** What is known of triggers is another now: the next snapshot is to say so. */
  readonly standingsChanged: () => void;
}

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #lanes: Lanes;
  readonly #inHand: InHand;
  readonly #burials: Burials;
  readonly #jumps: ClockJumps;
  readonly #waits: OverlongWaits;
  readonly #handedOver: HandedOver;
  /** Set while it runs. */
  #stop: AbortSignal | undefined;
  #hurry = new AbortController();
  #isHurried = false;
  #lookAt = 0;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#lanes = new Lanes(parts.channels);
    this.#jumps = new ClockJumps(parts.clock);
    this.#waits = new OverlongWaits(parts);
    this.#burials = new Burials({ ...parts, jumps: this.#jumps });
    const isOpen = (): boolean => this.#isSending;
    const changed = (): void => this.#hurryUp();
    this.#inHand = new InHand({ ...parts, jumps: this.#jumps, isOpen, changed });
    this.#handedOver = new HandedOver({
      ...{ ...parts, lanes: this.#lanes, moment: () => this.#moment() },
      isOpen: () => this.#isSending && !this.#inHand.isFull,
      begin: (lane, toSend) => this.#inHand.begin(lane, toSend),
      putBack: (lane, delivery) => this.#inHand.putBack(lane, delivery),
      freed: () => this.#hurryUp(),
    });
  }

  /** It runs, and nobody has asked it to stop. */
  get #isSending(): boolean {
    return this.#stop?.aborted === false;
  }

  /** Destinations that are left alone because they fail. */
  get openBreakers(): number {
    return this.#lanes.openBreakers;
  }

  /** Until when nothing goes through a trigger, because its destination fails or wants to be left alone; undefined where it may. */
  leftAloneUntil(triggerId: string): number | undefined {
    return this.#lanes.leftAloneUntil(triggerId, this.#moment());
  }

  /** Something is due through these triggers, or through any of them. */
  wake(triggerIds?: ReadonlySet<string>): void {
    this.#lanes.due(triggerIds);
    if (triggerIds === undefined) this.#burials.soon();
    this.#hurryUp();
  }

  /** A place for what is being stored, if it can be sent as soon as that is durable, before all that waits. */
  reserve(triggerId: string): DeliveryPlace | undefined {
    return this.#handedOver.reserve(triggerId);
  }

  /** Sends until the signal aborts, and then lets what was begun end, and saves what came of it, within some seconds. It never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    const requests = new Deadline(clock, RUNNING_ENDS_WITHIN_MS, signal);
    const marks = new Deadline(clock, SAVED_WITHIN_MS, signal);
    signal.addEventListener('abort', () => this.#hurryUp(), { once: true });
    this.#stop = signal;
    while (!signal.aborted) {
      const wait = await this.#pass(signal).catch((error: unknown) => {
        this.#parts.occurrences.outboxFailed({ error });
        // What the pass had not come to is looked at again.
        this.#lanes.due();
        return AFTER_FAULT_MS;
      });
      await this.#rest(wait);
    }
    // What is durable only now was stored as ours: it is put back, or nobody could send it before its lease has run out.
    await this.#inHand.drain(this.#handedOver.settled(), { requests, marks });
  }

  /** Begins whatever may begin now; gives how long there is nothing more to do, as far as is known. */
  async #pass(signal: AbortSignal): Promise<number> {
    const { clock } = this.#parts;
    const snapshot = this.#parts.triggers();
    if (snapshot === undefined) return AFTER_FAULT_MS;
    this.#lanes.follow(snapshot, this.#moment());
    if (this.#jumps.look() < 0) this.#waits.soon();
    if (clock.monotonic() >= this.#lookAt) await this.#lookAround();
    if (this.#waits.restMs === 0) this.#lanes.due(await this.#waits.step(this.#lanes.ids));
    await this.#burials.step(this.#lanes.all, snapshot);
    const served: Lane[] = [];
    for (const lane of this.#lanes.inTurn()) {
      if (signal.aborted || this.#inHand.isFull) break;
      if (lane.nextDue <= clock.now() && (await this.#serve(lane))) served.push(lane);
    }
    await this.#lookUp(served, signal);
    // What can be read need not be writable.
    if (!this.#inHand.isFailing) this.#parts.occurrences.outboxRecovered();
    const next = this.#lanes.nextMs(this.#moment());
    const looks = Math.min(this.#burials.restMs, this.#waits.restMs, this.#lookAt - clock.monotonic());
    return Math.max(0, Math.min(next, looks));
  }

  /** Gives whether it is to be looked up when the next one is due. */
  async #serve(lane: Lane): Promise<boolean> {
    const { store, clock } = this.#parts;
    const { gate, trigger } = lane.of;
    const limit = gate.room(clock.monotonic());
    if (limit === 0) return false;
    lane.look();
    const request = { limit, now: clock.now(), newestFirst: lane.takesNewest(), except: lane.claimed };
    gate.keep(limit);
    let claimed: readonly ClaimedDelivery[];
    try {
      claimed = await store.claim({ triggerId: trigger.id, ...request });
    } finally {
      gate.letGo(limit);
    }
    if (claimed.length > 0) this.#lanes.tookTurn(lane);
    // Where claims are in memory, what was handed over meanwhile is found as well.
    const ours = claimed.filter(({ id }) => !lane.claimed.has(id));
    for (const delivery of ours) lane.claimed.add(delivery.id);
    for (const delivery of ours) this.#inHand.begin(lane, { delivery });
    if (claimed.length === limit) lane.due(0);
    return claimed.length < limit;
  }

  /** What was begun comes first: this is of no hurry. */
  async #lookUp(lanes: readonly Lane[], signal: AbortSignal): Promise<void> {
    if (lanes.length > 0) await othersFirst();
    for (const lane of lanes) {
      if (signal.aborted) return;
      lane.lookedUp(await this.#parts.store.nextDue(lane.of.trigger.id, lane.claimed));
    }
  }

  /** What others have put into the outbox. */
  async #lookAround(): Promise<void> {
    const { store, clock } = this.#parts;
    this.#lookAt = clock.monotonic() + (store.isShared ? LOOK_SHARED_MS : LOOK_ALONE_MS);
    this.#lanes.due(new Set(await store.dueTriggers(this.#lanes.ids, clock.now())));
  }

  #moment(): Moment {
    const { clock } = this.#parts;
    return { wall: clock.now(), monotonic: clock.monotonic() };
  }

  #hurryUp(): void {
    this.#isHurried = true;
    this.#hurry.abort(OVER);
  }

  async #rest(ms: number): Promise<void> {
    this.#hurry = new AbortController();
    if (!this.#isHurried) await this.#parts.clock.sleep(ms, this.#hurry.signal);
    this.#isHurried = false;
    // Whoever hurries does so in the middle of something else.
    await othersFirst();
  }
}

const othersFirst = () => new Promise((resolve) => setImmediate(resolve));
