// The lanes of all triggers through which something may be sent, and the gates of their destinations.
import type { Trigger } from '../../../core/deliveries/trigger.ts';
import type { TriggerSnapshot } from '../../plan/trigger-snapshot.ts';
import type { Channels } from '../../sending.ts';
import { DestinationGate } from '../destination-gate.ts';
import { Lane, type LaneOf } from './lane.ts';

export interface Moment {
  readonly wall: number;
  /** By the clock that never goes back. */
  readonly monotonic: number;
}

/** Destinations to which nothing goes just now, and of which something is remembered: who edits triggers all day makes no more of them. */
const MOST_FORMER = 200;

export class Lanes {
  readonly #channels: Channels;
  #lanes: ReadonlyMap<string, Lane> = new Map();
  #gates: ReadonlyMap<string, DestinationGate> = new Map();
  /** Of destinations to which no trigger leads any more: it may again, and it fails no less for having been edited. */
  #former: ReadonlyMap<string, DestinationGate> = new Map();
  #followed: TriggerSnapshot | undefined;
  /** Another one by which events go to the same places. */
  #alike: TriggerSnapshot | undefined;
  #turn = 0;

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  get all(): readonly Lane[] {
    return [...this.#lanes.values()];
  }

  get ids(): readonly string[] {
    return [...this.#lanes.keys()];
  }

  /** Whether events go where they went by the triggers that are followed, so that nothing has to be followed first. */
  follows(snapshot: TriggerSnapshot | undefined): boolean {
    if (snapshot === undefined || this.#followed === undefined) return false;
    if (snapshot !== this.#followed && snapshot !== this.#alike) {
      if (!snapshot.leadsWhere(this.#followed)) return false;
      this.#alike = snapshot;
    }
    return true;
  }

  /** The lane through which something may be begun before anybody has looked for it: its destination has room, fails not, and nothing waits for it. */
  open(triggerId: string, { wall, monotonic }: Moment): Lane | undefined {
    const lane = this.#lanes.get(triggerId);
    if (lane === undefined) return undefined;
    const { gate } = lane.of;
    if (gate.isOpen || gate.room(monotonic) === 0) return undefined;
    for (const { of, nextDue } of this.#lanes.values()) if (of.gate === gate && nextDue <= wall) return undefined;
    return lane;
  }

  /** Something is due now through these triggers, or perhaps through any of them. */
  due(triggerIds?: ReadonlySet<string>): void {
    for (const [id, lane] of this.#lanes) if (triggerIds?.has(id) ?? true) lane.due(0);
  }

  get openBreakers(): number {
    return [...this.#gates.values()].filter(({ isOpen }) => isOpen).length;
  }

  /** By the wall's clock; undefined where its destination is not left alone. */
  leftAloneUntil(triggerId: string, { wall, monotonic }: Moment): number | undefined {
    const until = this.#lanes.get(triggerId)?.of.gate.leftAloneUntil(monotonic);
    return until === undefined ? undefined : wall + (until - monotonic);
  }

  /** A trigger that is edited keeps what is on its way; a destination keeps its rate and its breaker. */
  follow(snapshot: TriggerSnapshot, { monotonic }: Moment): void {
    if (snapshot === this.#followed) return;
    [this.#followed, this.#alike] = [snapshot, undefined];
    const gates = new Map<string, DestinationGate>();
    const lanes = new Map<string, Lane>();
    for (const trigger of snapshot.triggers) {
      if (!snapshot.isOpen(trigger.id)) continue;
      lanes.set(trigger.id, this.#laneFor(trigger, gates));
    }
    const former = [...this.#former, ...this.#gates].filter(([at, gate]) => !gates.has(at) && !gate.isFresh(monotonic));
    this.#former = new Map(former.slice(-MOST_FORMER));
    this.#lanes = lanes;
    this.#gates = gates;
  }

  /** All of them, the one first that has waited longest for its turn, so that those who share a destination have the same of it. */
  inTurn(): readonly Lane[] {
    return [...this.#lanes.values()].sort((one, other) => one.lastTurn - other.lastTurn);
  }

  /** Something was begun for it. */
  tookTurn(lane: Lane): void {
    lane.lastTurn = ++this.#turn;
  }

  /** How long nothing can be begun, as far as time alone decides; without end where nothing waits. */
  nextMs({ wall, monotonic }: Moment): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { nextDue, of } of this.#lanes.values()) {
      if (nextDue === Number.POSITIVE_INFINITY) continue;
      const room = of.gate.room(monotonic) > 0 ? monotonic : of.gate.roomAt(monotonic);
      if (room !== undefined) next = Math.min(next, Math.max(nextDue - wall, room - monotonic));
    }
    return Math.max(0, next);
  }

  #laneFor(trigger: Trigger, gates: Map<string, DestinationGate>): Lane {
    const before = this.#lanes.get(trigger.id);
    if (before?.of.trigger === trigger) {
      gates.set(before.of.destination, before.of.gate);
      return before;
    }
    const of = this.#laneOf(trigger, gates);
    const lane = before ?? new Lane(of);
    if (before) lane.become(of);
    return lane;
  }

  #laneOf(trigger: Trigger, gates: Map<string, DestinationGate>): LaneOf {
    const destination = this.#channels.destinationOf(trigger);
    const manners = this.#channels.mannersOf(trigger.channel);
    const known = gates.get(destination) ?? this.#gates.get(destination) ?? this.#former.get(destination);
    const gate = known ?? new DestinationGate(manners.limits);
    gates.set(destination, gate);
    return { trigger, destination, gate, manners };
  }
}
