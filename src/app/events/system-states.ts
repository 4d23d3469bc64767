// Says in the event log when something of Tocsin's own stands otherwise than before: once for each change, over restarts and on however many instances.
import type { EventFilter, EventPage } from '../../core/events/event-query.ts';
import type { JsonValue, NewEvent } from '../../core/events/new-event.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { PageRequest } from '../../core/page.ts';
import type { Severity } from '../../core/severity.ts';

export interface StateStore {
  append(events: readonly NewEvent[]): Promise<readonly StoredEvent[]>;
  listEvents(filter: EventFilter, page: PageRequest): Promise<EventPage>;
}

export type SystemState = 'broken' | 'well';

export interface StateChange {
  /** What stands so, such as `engine docker:nas`. Without a change it is well. */
  readonly subject: string;
  readonly state: SystemState;
  readonly kind: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, JsonValue>>;
}

interface Standing {
  readonly state: SystemState;
  /** Counts its changes. */
  readonly number: number;
}

/** Gaps have the severity that is not among these, so that many of them hide no change. */
const SEVERITY: Readonly<Record<SystemState, Severity>> = { broken: 'error', well: 'info' };
/** Of subjects whose last change lies farther back it is not known any more how they stand. */
const [PAGE, MOST_PAGES] = [200, 10];

export class SystemStates {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  /** How each subject stands that ever changed, as far as the log goes back. */
  async standings(): Promise<ReadonlyMap<string, Standing>> {
    const standings = new Map<string, Standing>();
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { items, nextCursor } = await this.#store.listEvents(
        { sources: ['system'], severities: Object.values(SEVERITY) },
        { limit: PAGE, cursor },
      );
      for (const { metadata } of items) {
        const { subject, state, number } = metadata;
        if (typeof subject !== 'string' || typeof number !== 'number' || standings.has(subject)) continue;
        if (state === 'broken' || state === 'well') standings.set(subject, { state, number });
      }
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    return standings;
  }

  /** Tells of those that stand otherwise than the log says. What two instances tell at once has one key, so that it is stored once. */
  async tell(changes: readonly StateChange[]): Promise<void> {
    if (changes.length === 0) return;
    const standings = await this.standings();
    const news = changes.flatMap((change) => {
      const { state, number } = standings.get(change.subject) ?? { state: 'well', number: 0 };
      return state === change.state ? [] : [eventOf(change, number + 1)];
    });
    if (news.length > 0) await this.#store.append(news);
  }
}

function eventOf({ subject, state, kind, message, metadata }: StateChange, number: number): NewEvent {
  return {
    key: `system ${subject} ${number} ${state}`,
    source: 'system',
    severity: SEVERITY[state],
    message,
    metadata: { kind, subject, state, number, ...metadata },
    workloadId: null,
    ruleId: null,
  };
}
