// Events that other programs send.
import { randomUUID } from 'node:crypto';
import { fieldRefusal } from '../core/changes/field-refusal.ts';
import { TocsinError } from '../core/errors.ts';
import { HOPS_FIELD, hopsInText, hopsWithin } from '../core/events/hops.ts';
import { type JsonValue, type NewEvent, OWN_SOURCES } from '../core/events/new-event.ts';
import type { StoredEvent } from '../core/events/stored-event.ts';
import type { Severity } from '../core/severity.ts';
import type { EventStore } from './event-store.ts';
import type { RateLimit } from './rate-limit.ts';
import { sentText } from './sent-text.ts';

/** What an event is said to come from when its sender does not say. */
export const DEFAULT_SOURCE = 'api';
export const MOST_METADATA_BYTES = 16_384;
const MOST_DEPTH = 20;
/** Each is a value to filter by. */
const MOST_SOURCES = 200;

export interface SentEvent {
  readonly severity: Severity;
  readonly message: string;
  readonly source?: string | undefined;
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
  /** Of two events with the same one from the same source the second is not stored. */
  readonly idempotencyKey?: string | undefined;
  /** How often it has been here, as its sender knows besides what the metadata say. */
  readonly hops?: number | undefined;
}

export interface IngestOptions {
  readonly store: EventStore;
  readonly limit: RateLimit;
  readonly occurrences: { refused(refusal: { readonly reason: 'rate' }): void };
}

export class Ingest {
  readonly #options: IngestOptions;
  #sources: ReadonlySet<string> = new Set();

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /** Resolves when the event is durable; `isNew` is false when it was sent before. `caller` is who is held to the rate. */
  async take(sent: SentEvent, caller: string): Promise<{ readonly event: StoredEvent; readonly isNew: boolean }> {
    const { source = DEFAULT_SOURCE, idempotencyKey = randomUUID(), hops = 0 } = sent;
    const message = sentText(sent.message);
    refuseReserved(source);
    refuseLarge(sent.metadata ?? {});
    const metadata = withHops(sent.metadata ?? {}, Math.max(hops, hopsInText(sent.message)));
    if (message === '') throw fieldRefusal('refused', 'message', 'The message has nothing that can be shown.');
    this.#holdToTheRate(caller);
    await this.#refuseManySources(source);
    const key = `sent ${source} ${idempotencyKey}`;
    const { store } = this.#options;
    const fields = { source, severity: sent.severity, message, metadata, workloadId: null, ruleId: null };
    const [stored] = await store.append([{ key, ...fields }]);
    if (stored !== undefined) return { event: stored, isNew: true };
    const before = await store.findByKey(key);
    if (before === undefined) throw new TocsinError('conflict', 'The event was sent before, and is deleted already.');
    return { event: before, isNew: false };
  }

  #holdToTheRate(caller: string): void {
    const wait = this.#options.limit.take(caller);
    if (wait === 0) return;
    this.#options.occurrences.refused({ reason: 'rate' });
    throw new TocsinError('too_many_requests', 'Too many events are sent; send the rest more slowly.', {
      retryAfterSeconds: Math.ceil(wait),
    });
  }

  async #refuseManySources(source: string): Promise<void> {
    if (this.#sources.has(source)) return;
    this.#sources = new Set(await this.#options.store.listSources());
    if (this.#sources.has(source) || this.#sources.size < MOST_SOURCES) return;
    throw fieldRefusal('refused', 'source', `There are events of ${MOST_SOURCES} sources already; use one of those.`);
  }
}

/** The most of what is said anywhere. */
function withHops(metadata: NewEvent['metadata'], besides: number): NewEvent['metadata'] {
  const hops = Math.max(besides, hopsWithin(JSON.stringify(metadata)));
  return hops > 0 ? { ...metadata, [HOPS_FIELD]: hops } : metadata;
}

function refuseReserved(source: string): void {
  if (OWN_SOURCES.some((own) => own === source))
    throw fieldRefusal(
      'refused',
      'source',
      `Only Tocsin itself makes events of the source ${source}; use another name.`,
    );
}

function refuseLarge(metadata: Readonly<Record<string, JsonValue>>): void {
  if (!isWithin(metadata, MOST_DEPTH))
    throw fieldRefusal('refused', 'metadata', `The metadata is nested more than ${MOST_DEPTH} deep.`);
  if (Buffer.byteLength(JSON.stringify(metadata)) > MOST_METADATA_BYTES)
    throw fieldRefusal('refused', 'metadata', `The metadata is larger than ${MOST_METADATA_BYTES} bytes as JSON.`);
}

/** Whether a value is nested no deeper; it looks no deeper than that. */
function isWithin(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isWithin(part, depth - 1));
}
