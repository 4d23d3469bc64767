// Which of the events that were stored lately a filter would have taken, by the very plan that new events go through.
import { Sealed } from '../../core/deliveries/sealed.ts';
import type { Trigger, TriggerFilter } from '../../core/deliveries/trigger.ts';
import { TocsinError } from '../../core/errors.ts';
import type { EventFilter, EventPage } from '../../core/events/event-query.ts';
import { noSeverityCounts, type SeverityCounts } from '../../core/events/severity-counts.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { PageRequest } from '../../core/page.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import { TriggerSnapshot } from './trigger-snapshot.ts';

/** So many are looked at, the newest first: about a second of work, in small parts. */
const MOST_EVENTS = 20_000;
const PAGE = 500;
/** Of those that it takes, so many are shown. */
const MOST_SHOWN = 5;

export interface StoredEvents {
  /** Newest first. */
  listEvents(filter: EventFilter, page: PageRequest): Promise<Pick<EventPage, 'items' | 'nextCursor'>>;
}

export interface FilterPreview {
  /** How many were looked at. */
  readonly events: number;
  readonly taken: number;
  readonly bySeverity: SeverityCounts;
  /** The newest of those that it would have taken. */
  readonly latest: readonly StoredEvent[];
  /** False where there were more than are looked at: then the numbers are about the newest. */
  readonly isComplete: boolean;
}

export interface AskedPreview {
  readonly filter: TriggerFilter;
  /** When the events were stored. */
  readonly span: Required<Pick<EventFilter, 'from' | 'to'>>;
  readonly most?: number;
  /** Ends it early: nobody wants to know any more. */
  readonly signal: AbortSignal;
}

export async function previewFilter(
  stored: StoredEvents,
  { filter, span, most = MOST_EVENTS, signal }: AskedPreview,
): Promise<FilterPreview> {
  const snapshot = snapshotOf(filter);
  const bySeverity = { ...noSeverityCounts() };
  const latest: StoredEvent[] = [];
  let [events, taken, cursor]: [number, number, string | undefined] = [0, 0, undefined];
  for (;;) {
    const page: Pick<EventPage, 'items' | 'nextCursor'> = await stored.listEvents(span, {
      limit: Math.min(PAGE, most - events),
      cursor,
    });
    for (const event of page.items) {
      events++;
      if (snapshot.plan(event).length === 0) continue;
      taken++;
      bySeverity[event.severity]++;
      if (latest.length < MOST_SHOWN) latest.push(event);
    }
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined || events >= most || signal.aborted)
      return { events, taken, bySeverity, latest, isComplete: cursor === undefined };
  }
}

/** One trigger, as if it had been in force. */
function snapshotOf(filter: TriggerFilter): TriggerSnapshot {
  const compiled = compileFilterPattern(filter);
  if (!compiled.ok) {
    const { message, position } = compiled.fault;
    throw new TocsinError(
      'rule_pattern_invalid',
      `The pattern is not valid at its character ${position + 1}: ${message}`,
      { details: [compiled.fault] },
    );
  }
  const trigger: Trigger = {
    ...{ id: '0', name: 'a preview', enabled: true, channel: '', config: new Sealed({}), filter },
    ...{ origin: 'api', createdAt: null, updatedAt: null },
  };
  return new TriggerSnapshot([trigger], new Map(), { patternOf: () => compiled.pattern });
}
