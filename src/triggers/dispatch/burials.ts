// Ends what waits in the outbox for nobody, and what has become stale: step by step, so that others are sent in between.
import type { Clock } from '../../core/clock.ts';
import type { Death } from '../../core/deliveries/delivery.ts';
import { isDerivedTriggerId } from '../../core/deliveries/trigger-id.ts';
import type { DeliveryOccurrences } from '../../telemetry/occurrences/sending/deliveries.ts';
import type { TriggerSnapshot } from '../plan/trigger-snapshot.ts';
import type { ClockJumps } from './clock/clock-jumps.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { Lane } from './lanes/lane.ts';

const LOOK_EVERY_MS = 30_000;
/** Of triggers that are gone, in one step. */
const TRIGGERS_AT_ONCE = 10;
/** Another instance may know a trigger of its own file that this one does not know yet, or not any more: within this it has ended what it tries. */
const FOREIGN_AFTER_MS = 48 * 3_600_000;
/** What was planned just before a trigger was disabled is stored within this. */
const PLANNED_BEFORE_MS = 5_000;

export interface BurialParts {
  readonly store: DeliveryStore;
  readonly clock: Clock;
  readonly occurrences: Pick<DeliveryOccurrences, 'buried'>;
  readonly jumps: Pick<ClockJumps, 'tooMuchIn'>;
}

export class Burials {
  readonly #parts: BurialParts;
  /** Since when triggers of the file that are in it are not open here, as far as this process has seen. */
  readonly #closedSince = new Map<string, number>();
  #lookAt = 0;

  constructor(parts: BurialParts) {
    this.#parts = parts;
  }

  /** The triggers are others now. */
  soon(): void {
    this.#lookAt = 0;
  }

  /** How long there is nothing to do. */
  get restMs(): number {
    return Math.max(0, this.#lookAt - this.#parts.clock.monotonic());
  }

  /** One step, if it is time for one. */
  async step(lanes: readonly Lane[], snapshot: TriggerSnapshot): Promise<void> {
    this.#follow(snapshot);
    if (this.restMs > 0) return;
    // What is told while the step runs counts for the next.
    this.#lookAt = this.#parts.clock.monotonic() + LOOK_EVERY_MS;
    const buried = (await this.#buryUnwanted(lanes, snapshot)) + (await this.#buryStale(lanes));
    if (buried > 0) this.soon();
  }

  async #buryUnwanted(lanes: readonly Lane[], snapshot: TriggerSnapshot): Promise<number> {
    const { store, clock, occurrences } = this.#parts;
    const open = lanes.map(({ of }) => of.trigger.id);
    let sum = 0;
    for (const triggerId of await store.otherTriggers(open, TRIGGERS_AT_ONCE)) {
      const at = clock.now();
      const death = deathOf(snapshot, triggerId);
      const isShared = store.isShared && isDerivedTriggerId(triggerId) && death !== 'trigger_suspended';
      const pendingBefore = isShared ? this.#unwantedBefore(triggerId) : undefined;
      const count = await store.buryUnwanted({ triggerId, death, at, ...(pendingBefore && { pendingBefore }) });
      occurrences.buried({ channel: snapshot.find(triggerId)?.channel, triggerId, death, count });
      sum += count;
    }
    return sum;
  }

  #follow(snapshot: TriggerSnapshot): void {
    const closed = snapshot.triggers.filter(({ enabled, origin }) => !enabled && origin === 'yaml');
    const ids = new Set(closed.map(({ id }) => id));
    for (const id of this.#closedSince.keys()) if (!ids.has(id)) this.#closedSince.delete(id);
    for (const id of ids) if (!this.#closedSince.has(id)) this.#closedSince.set(id, this.#parts.clock.now());
  }

  /** What has come since a trigger of the file was disabled here is of an instance whose file has opened it again, or another one. */
  #unwantedBefore(triggerId: string): number {
    const foreign = this.#ago(FOREIGN_AFTER_MS);
    const closedSince = this.#closedSince.get(triggerId);
    return closedSince === undefined ? foreign : Math.max(foreign, closedSince + PLANNED_BEFORE_MS);
  }

  async #buryStale(lanes: readonly Lane[]): Promise<number> {
    const { store, clock, occurrences } = this.#parts;
    let sum = 0;
    for (const { of } of lanes) {
      const { expiresMs } = of.manners;
      if (expiresMs === undefined) continue;
      const at = clock.now();
      const { id: triggerId } = of.trigger;
      const count = await store.bury({ triggerId, death: 'expired', at, pendingBefore: this.#ago(expiresMs) });
      occurrences.buried({ channel: of.trigger.channel, triggerId, death: 'expired', count });
      sum += count;
    }
    return sum;
  }

  /** What the clock showed then, were it always as right as it was then. */
  #ago(ms: number): number {
    const { clock, jumps } = this.#parts;
    return clock.now() - ms - jumps.tooMuchIn(ms);
  }
}

function deathOf(snapshot: TriggerSnapshot, triggerId: string): Death {
  const trigger = snapshot.find(triggerId);
  if (trigger === undefined) return 'trigger_deleted';
  return trigger.enabled ? 'trigger_suspended' : 'trigger_disabled';
}
