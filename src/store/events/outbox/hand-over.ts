// What of a transaction's deliveries goes straight to whoever sends, once it is durable: nobody has to look for it, nor to claim it.
import type { DeliveryPlace } from '../../../core/deliveries/delivery-place.ts';
import type { StoredEvent } from '../../../core/events/stored-event.ts';

/** Who sends what is stored. */
export interface DeliverySender {
  /** Keeps a place for one delivery through this trigger; undefined where there is none now. It must neither throw nor wait. */
  readonly reserve: (triggerId: string) => DeliveryPlace | undefined;
}

/** As a statement gives it that stored one. */
export interface BornRow {
  readonly id: number;
  readonly event_id: number;
  readonly trigger_id: string;
  readonly claim: number;
}

interface Kept {
  readonly event: StoredEvent;
  readonly triggerId: string;
  readonly place: DeliveryPlace;
}

/** An event that was stored, and its place among those that were given. */
export interface PlacedEvent {
  readonly event: StoredEvent;
  readonly at: number;
}

/** Of one transaction, whose end has to be told. */
export class HandOver {
  readonly #sender: DeliverySender | undefined;
  /** For deliveries of which nobody knows yet whether their events are new. */
  readonly #places = new Map<string, DeliveryPlace>();
  readonly #kept = new Map<string, Kept>();
  /** Triggers for which there is no more room: who asks again asks for nothing. */
  readonly #full = new Set<string>();
  #rows: readonly BornRow[] = [];

  constructor(sender: DeliverySender | undefined) {
    this.#sender = sender;
  }

  /** To be called before the events are stored, with the triggers through which each goes: whoever sends gets ready meanwhile. */
  reserve(planned: readonly (readonly string[])[]): void {
    for (const [at, triggerIds] of planned.entries()) for (const id of triggerIds) this.#reserve(at, id);
  }

  /** Whether a place is kept for it, now that its event is stored. */
  keeps({ event, at }: PlacedEvent, triggerId: string): boolean {
    if (this.#places.size === 0) return false;
    const key = keyOf(at, triggerId);
    const place = this.#places.get(key);
    if (place === undefined) return false;
    this.#places.delete(key);
    this.#kept.set(keyOf(event.id, triggerId), { event, triggerId, place });
    return true;
  }

  #reserve(at: number, triggerId: string): void {
    if (this.#full.has(triggerId)) return;
    const place = this.#sender?.reserve(triggerId);
    if (place === undefined) this.#full.add(triggerId);
    else this.#places.set(keyOf(at, triggerId), place);
  }

  /** All for which a place is kept are stored by a statement that gives these: they are there with the commit at the latest. */
  storedAs(rows: readonly BornRow[]): void {
    this.#rows = rows;
  }

  /** The transaction is durable. */
  durable(): void {
    for (const row of this.#rows) this.#give(row);
    this.#freeOthers();
  }

  /** The transaction has stored nothing. */
  refused(): void {
    this.#freeOthers();
  }

  /** For whatever reason nothing was stored for them: room that nobody gives back is never had again. */
  #freeOthers(): void {
    for (const place of this.#places.values()) place.free();
    for (const { place } of this.#kept.values()) place.free();
    this.#places.clear();
    this.#kept.clear();
  }

  #give({ id, event_id, trigger_id, claim }: BornRow): void {
    const key = keyOf(event_id, trigger_id);
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    const { event, triggerId, place } = kept;
    const fresh = { pendingSince: event.createdAt, attemptCount: 0, attempts: [] };
    place.take({ id: String(id), triggerId, claim, ...fresh, event });
  }
}

const keyOf = (event: string | number, triggerId: string): string => `${event} ${triggerId}`;
