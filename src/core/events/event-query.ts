// Which events somebody wants to see.
import type { Page } from '../page.ts';
import type { Severity } from '../severity.ts';
import type { SeverityCounts } from './severity-counts.ts';
import type { StoredEvent } from './stored-event.ts';

/** All that is given must hold. */
export interface EventFilter {
  readonly severities?: readonly Severity[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly workloadId?: string | undefined;
  readonly ruleId?: string | undefined;
  /** Words that the message must have, the last of which may be the beginning of one; without a word it asks for nothing. */
  readonly text?: string | undefined;
  /** Stored at this time or later, milliseconds since 1970 … */
  readonly from?: number | undefined;
  /** … and before this one. */
  readonly to?: number | undefined;
}

export interface EventPage extends Page<StoredEvent> {
  /** Only of a search: time was up before it was full. What is left comes with the next page. */
  readonly isPartial: boolean;
  /** How far back such a page came: events from this time on have been searched, milliseconds since 1970. */
  readonly searchedTo?: number | undefined;
}

/** How many events were stored in one minute, or more minutes together. */
export interface EventMinute {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  readonly counts: SeverityCounts;
}

export interface MinuteSpan {
  /** Milliseconds since 1970: the minute in which it lies is the first. */
  readonly from: number;
  /** The last is the one before this time. */
  readonly to: number;
  /** So many minutes are counted together. */
  readonly step: number;
}

export interface AskedCount {
  /** Its own span is not heeded. */
  readonly filter: EventFilter;
  readonly span: MinuteSpan;
  /** Of the part before this one. */
  readonly cursor?: string | undefined;
}

/** How many events there were in each step of a span; those without any are left out. */
export interface EventCount {
  readonly steps: readonly EventMinute[];
  /** Time was up: what is older is in the next part. Null when all was counted. */
  readonly nextCursor: string | null;
  /** How far back this part came, milliseconds since 1970. */
  readonly countedTo?: number | undefined;
}
