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

/** Of one transaction, whose end has to be told. */
export class HandOver {
  readonly #sender: DeliverySender | undefined;
  readonly #kept = new Map<string, Kept>();
  /** Triggers for which there is no more room: who asks again asks for nothing. */
  readonly #full = new Set<string>();
  #rows: readonly BornRow[] = [];

  constructor(sender: DeliverySender | undefined) {
    this.#sender = sender;
  }

  /** Whether a place is kept for it. */
  reserves(event: StoredEvent, triggerId: string): boolean {
    const place = this.#full.has(triggerId) ? undefined : this.#sender?.reserve(triggerId);
    if (place === undefined) this.#full.add(triggerId);
    else this.#kept.set(keyOf(event.id, triggerId), { event, triggerId, place });
    return place !== undefined;
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
    for (const { place } of this.#kept.values()) place.free();
    this.#kept.clear();
  }

  #give({ id, event_id, trigger_id, claim }: BornRow): void {
    const key = keyOf(String(event_id), trigger_id);
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    const { event, triggerId, place } = kept;
    const fresh = { pendingSince: event.createdAt, attemptCount: 0, attempts: [] };
    place.take({ id: String(id), triggerId, claim, ...fresh, event });
  }
}

const keyOf = (eventId: string, triggerId: string): string => `${eventId} ${triggerId}`;
