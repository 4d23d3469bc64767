// What is remembered of an engine from one run to the next, as text.
import { parseStampText, type Stamp, stampText } from '../../../../core/lines/stamp.ts';
import { isRecord, parseJson, textIn } from './json-value.ts';
import type { WatchedSpan } from './start-position.ts';

export interface WatchMemory extends WatchedSpan {
  readonly until: Stamp;
  /** The time of the last event that was heard. */
  readonly lastEvent: Stamp | undefined;
  /** The ids of containers that have never run: whatever these write will be new, however old they are. */
  readonly unstarted: readonly string[];
}

const VERSION = 1;
/** What is remembered is written often, and so many containers that nobody starts are a mistake. The oldest are forgotten first. */
const MOST_UNSTARTED = 500;

export function formatMemory({ since, until, lastEvent, unstarted }: WatchMemory): string {
  return JSON.stringify({
    version: VERSION,
    since: stampText(since),
    until: stampText(until),
    last_event: lastEvent && stampText(lastEvent),
    unstarted: unstarted.slice(-MOST_UNSTARTED),
  });
}

/** Undefined when there is none, or one that is not understood: then the engine counts as never watched. */
export function parseMemory(text: string | undefined): WatchMemory | undefined {
  const value = parseJson(text ?? '');
  if (!isRecord(value) || value.version !== VERSION) return undefined;
  const [since, until] = [stampIn(value, 'since'), stampIn(value, 'until')];
  const ids = Array.isArray(value.unstarted) ? value.unstarted : [];
  const unstarted = ids.filter((id) => typeof id === 'string');
  return since && until && { since, until, lastEvent: stampIn(value, 'last_event'), unstarted };
}

const stampIn = (value: Readonly<Record<string, unknown>>, name: string): Stamp | undefined =>
  parseStampText(textIn(value, name) ?? '');
