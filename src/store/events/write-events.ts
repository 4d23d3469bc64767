// Stores events, each once: one that is there already is left as it is.
import type { Transaction } from 'kysely';
import type { HeldBack, NewEvent } from '../../core/events/new-event.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { wellFormedFields } from '../../core/events/well-formed.ts';
import type { StoreKind } from '../backend/backend.ts';
import { bindableText } from '../backend/bindable.ts';
import type { Tables } from '../tables.ts';
import { addToBlocks } from './counts/count-blocks.ts';
import { addToHours } from './counts/count-hours.ts';
import { addToMinute } from './counts/count-minutes.ts';
import { type EventTraits, findKinds, traitsOf } from './event-series.ts';
import { insertEvents } from './insert-events.ts';
import { insertOfKnownKinds } from './insert-few-events.ts';

export interface WriteOptions {
  readonly kind: StoreKind;
  readonly now: number;
  /** What was held back after events, by their keys, as far as it is known when they are stored. */
  readonly heldBack: ReadonlyMap<string, HeldBack>;
}

export interface WrittenEvent {
  readonly key: string;
  readonly event: StoredEvent;
  /** Its place among those that were given. */
  readonly at: number;
}

/** Gives those that are new, in the order in which they were given. The caller is alone with the events. */
export async function writeEvents(
  trx: Transaction<Tables>,
  events: readonly NewEvent[],
  { kind, now, heldBack }: WriteOptions,
): Promise<readonly WrittenEvent[]> {
  if (events.length === 0) return [];
  const storable = events.map(storableEvent);
  const traits = traitsOf(storable);
  const ids = await insertAll(trx, storable, { traits, kind, now, heldBack });
  const written: WrittenEvent[] = [];
  for (const [n, id] of ids) {
    const event = storable[n];
    if (event) written.push({ key: event.key, event: storedEvent(event, String(id), { now, heldBack }), at: n });
  }
  await addToMinute(
    trx,
    written.map(({ event }) => event),
    now,
  );
  await addToHours(
    trx,
    [...ids.keys()].flatMap((n) => traits[n] ?? []),
    now,
  );
  await addToBlocks(trx, ids.values());
  return written;
}

/** On PostgreSQL few events find their kinds by themselves, nearly always: to ask for them first would be one more way to the server and back. */
async function insertAll(
  trx: Transaction<Tables>,
  events: readonly NewEvent[],
  { traits, kind, now, heldBack }: WriteOptions & { readonly traits: readonly EventTraits[] },
): Promise<ReadonlyMap<number, number>> {
  const rows = events.map(({ key, message, metadata }) => {
    const { heldBack: held_back, lastSeen: last_seen } = heldOf(heldBack.get(key));
    return { key, message, metadata, held_back, last_seen };
  });
  const found = kind === 'postgres' ? await insertOfKnownKinds(trx, { events: rows, traits, now }) : undefined;
  if (found !== undefined) return found;
  const kinds = await findKinds(trx, kind, traits);
  return insertEvents(trx, kind, { events: rows.map((row, n) => ({ ...row, kind: kinds(n) })), now });
}

/** Each field by its name: this is done for every event, and copying an object as a whole takes several times as long. */
function storedEvent(
  { key, source, severity, message, metadata, workloadId, ruleId }: NewEvent,
  id: string,
  { now, heldBack }: Pick<WriteOptions, 'now' | 'heldBack'>,
): StoredEvent {
  const { heldBack: held, lastSeen } = heldOf(heldBack.get(key));
  return { id, source, severity, message, metadata, workloadId, ruleId, heldBack: held, lastSeen, createdAt: now };
}

const heldOf = (held: HeldBack | undefined): Pick<StoredEvent, 'heldBack' | 'lastSeen'> =>
  held ? { heldBack: held.heldBack, lastSeen: held.lastSeen } : { heldBack: 0, lastSeen: null };

/** Texts as both databases can hold them. */
function storableEvent(event: NewEvent): NewEvent {
  return {
    key: storableText(event.key),
    source: storableText(event.source),
    severity: event.severity,
    message: storableText(event.message),
    metadata: wellFormedFields(event.metadata),
    workloadId: event.workloadId === null ? null : storableText(event.workloadId),
    ruleId: event.ruleId === null ? null : storableText(event.ruleId),
  };
}

const storableText = (text: string): string => bindableText(text).toWellFormed();
