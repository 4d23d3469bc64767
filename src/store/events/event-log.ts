// The event log: what is stored once, told once, and read page by page.
import type { Transaction } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import type { AskedCount, EventCount, EventFilter, EventPage } from '../../core/events/event-query.ts';
import type { HeldBack, NewEvent } from '../../core/events/new-event.ts';
import type { SeverityCounts } from '../../core/events/severity-counts.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { OriginChange } from '../../core/lines/standing.ts';
import type { PageRequest } from '../../core/page.ts';
import type { Database } from '../door/database.ts';
import { rowId } from '../row-id.ts';
import type { Tables } from '../tables.ts';
import { countEvents } from './counts/count-events.ts';
import { countLastDay } from './counts/count-hours.ts';
import { EVENT_COLUMNS, toEvent } from './event-rows.ts';
import { cursorBehind, type ListedLog, listEvents } from './list-events.ts';
import { type DeliverySender, HandOver } from './outbox/hand-over.ts';
import {
  type DeliveryListener,
  type DeliveryPlan,
  insertsClaimed,
  writeDeliveries,
} from './outbox/write-deliveries.ts';
import type { TextIndex } from './text/text-index.ts';
import { writeEvents } from './write-events.ts';
import { heldBackOf, writeHeldBack } from './write-held-back.ts';

/** Is told of events once they are durable, each once, by the instance that stored it. It must neither throw nor wait. */
export type EventListener = (events: readonly StoredEvent[]) => void;

export class EventLog {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #listed: ListedLog;
  readonly #insertClaimed: ReturnType<typeof insertsClaimed>;
  readonly #listeners = new Set<EventListener>();
  #plan: DeliveryPlan = () => [];
  #due: DeliveryListener | undefined;
  #sender: DeliverySender | undefined;

  constructor(database: Database, clock: Clock, index: TextIndex) {
    this.#database = database;
    this.#listed = { database, clock, index };
    this.#clock = clock;
    this.#insertClaimed = insertsClaimed(database);
  }

  onStored(listener: EventListener): void {
    this.#listeners.add(listener);
  }

  /** From now on events are stored together with their deliveries: those for which the sender has room are his, the others wait. Without one all of them do. */
  planDeliveries(plan: DeliveryPlan, listener: DeliveryListener, sender?: DeliverySender): void {
    [this.#plan, this.#due, this.#sender] = [plan, listener, sender];
  }

  /** Fulfils what a ledger asks for: the events of a commit are in its transaction. */
  readonly writeEffects = async (
    trx: Transaction<Tables>,
    of: readonly (Pick<OriginChange<NewEvent>, 'effects' | 'flood'> &
      Partial<Pick<OriginChange<NewEvent>, 'origin' | 'gaps'>>)[],
  ): Promise<void> => {
    const events = of.flatMap(({ effects }) => effects);
    const heldBack = heldBackOf(of.map(({ flood }) => flood));
    const written = await this.#write(trx, events, { planned: this.#planned(events), heldBack });
    const before = [...heldBack.values()].filter(({ key }) => !written.keys.has(key));
    await writeHeldBack(trx, this.#database.kind, before);
  };

  /** Stores events that come from no line, each once; gives those that are new. */
  async append(events: readonly NewEvent[]): Promise<readonly StoredEvent[]> {
    const planned = this.#planned(events);
    const { stored } = await this.#database.write((trx) => this.#write(trx, events, { planned, heldBack: new Map() }));
    return stored;
  }

  async findEvent(id: string): Promise<StoredEvent | undefined> {
    const row = await this.#database.read((db) =>
      db.selectFrom('event_log').select(EVENT_COLUMNS).where('event_log.id', '=', rowId(id)).executeTakeFirst(),
    );
    return row && toEvent(row);
  }

  async findByKey(key: string): Promise<StoredEvent | undefined> {
    const row = await this.#database.read((db) =>
      db.selectFrom('event_log').select(EVENT_COLUMNS).where('event_log.key', '=', key).executeTakeFirst(),
    );
    return row && toEvent(row);
  }

  async latestId(): Promise<number> {
    const newest = await this.#database.read((db) =>
      db
        .selectFrom('event_log')
        .select(({ fn }) => fn.max('event_log.id').as('id'))
        .executeTakeFirst(),
    );
    return newest?.id ?? 0;
  }

  async eventsAfter(id: number, limit: number): Promise<readonly StoredEvent[]> {
    const rows = await this.#database.read((db) =>
      db
        .selectFrom('event_log')
        .select(EVENT_COLUMNS)
        .where('event_log.id', '>', id)
        .orderBy('event_log.id')
        .limit(limit)
        .execute(),
    );
    return rows.map(toEvent);
  }

  async hasMoreThan(
    count: number,
    { after, upTo }: { readonly after: number; readonly upTo: number },
  ): Promise<boolean> {
    const row = await this.#database.read((db) =>
      db
        .selectFrom('event_log')
        .select('event_log.id')
        .where('event_log.id', '>', after)
        .where('event_log.id', '<=', upTo)
        .orderBy('event_log.id')
        .offset(count)
        .limit(1)
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  async cursorAfter(id: string, filter: EventFilter): Promise<string | undefined> {
    const event = await this.findEvent(id);
    return event && cursorBehind(event, filter);
  }

  async listSources(): Promise<readonly string[]> {
    const rows = await this.#database.read((db) =>
      db.selectFrom('event_classes').select('event_classes.source').distinct().execute(),
    );
    return rows.map(({ source }) => source);
  }

  listEvents(filter: EventFilter, page: PageRequest): Promise<EventPage> {
    return listEvents(this.#listed, filter, page);
  }

  countEvents(asked: AskedCount): Promise<EventCount> {
    return countEvents(this.#listed, asked);
  }

  countLastDay(workloadIds: readonly string[]): Promise<ReadonlyMap<string, SeverityCounts>> {
    return this.#database.read((db) => countLastDay(db, workloadIds, this.#clock.now()));
  }

  #planned(events: readonly NewEvent[]): readonly (readonly string[])[] {
    return events.map((event) => this.#plan(event));
  }

  /** One at a time, so that a later event never becomes visible before an earlier one: whoever has read up to an id has read all below it. */
  async #write(trx: Transaction<Tables>, events: readonly NewEvent[], { planned, heldBack }: Aside): Promise<Written> {
    if (events.length === 0) return NOTHING_WRITTEN;
    await this.#database.alone(trx, 'events');
    const { kind } = this.#database;
    const handOver = new HandOver(this.#sender);
    let stored: readonly StoredEvent[] = [];
    let waiting: ReadonlySet<string> = new Set();
    this.#database.atEnd(trx, {
      refused: () => handOver.refused(),
      durable: () => {
        handOver.durable();
        this.#tell(stored, waiting);
      },
    });
    handOver.reserve(planned);
    const written = await writeEvents(trx, events, { kind, now: this.#clock.now(), heldBack });
    const toDeliver = written.map(({ event, at }) => ({ event, at, triggerIds: planned[at] ?? [] }));
    waiting = await writeDeliveries(trx, toDeliver, { kind, insertClaimed: this.#insertClaimed, handOver });
    stored = written.map(({ event }) => event);
    return { stored, keys: new Set(written.map(({ key }) => key)) };
  }

  /** All is told once it is durable. */
  #tell(stored: readonly StoredEvent[], waiting: ReadonlySet<string>): void {
    if (stored.length === 0) return;
    for (const listener of this.#listeners) listener(stored);
    if (waiting.size > 0) this.#due?.(waiting);
  }
}

/** What is known of events besides what they are. */
interface Aside {
  /** Through which triggers each goes. */
  readonly planned: readonly (readonly string[])[];
  readonly heldBack: ReadonlyMap<string, HeldBack>;
}

interface Written {
  readonly stored: readonly StoredEvent[];
  /** Of those that were stored. */
  readonly keys: ReadonlySet<string>;
}

const NOTHING_WRITTEN: Written = { stored: [], keys: new Set() };
