// Which events are looked for. It stands in the page's address, by the names that the API has for it, so that a view can be sent to somebody else.
import type { Severity } from '../../../src/core/severity.ts';
import type { EventQuery } from '../../api/event-calls.ts';
import type { Event } from '../../api/shapes.ts';
import { SEVERITIES } from '../../parts/marks/severity-mark.tsx';

/** Spans that end now, by the text that the address has for them. */
export const SPANS: Readonly<Record<string, { readonly words: string; readonly milliseconds: number }>> = {
  '1h': { words: 'Last hour', milliseconds: 3_600_000 },
  '24h': { words: 'Last 24 hours', milliseconds: 86_400_000 },
  '7d': { words: 'Last 7 days', milliseconds: 7 * 86_400_000 },
  '30d': { words: 'Last 30 days', milliseconds: 30 * 86_400_000 },
};

export interface EventFilter {
  /** None chosen means all. */
  readonly severities: readonly Severity[];
  readonly source: string | undefined;
  readonly workloadId: string | undefined;
  readonly ruleId: string | undefined;
  readonly text: string | undefined;
  /** One of SPANS. With it there is no `from` and no `to`. */
  readonly last: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export const EVERYTHING: EventFilter = {
  severities: [],
  source: undefined,
  workloadId: undefined,
  ruleId: undefined,
  text: undefined,
  last: undefined,
  from: undefined,
  to: undefined,
};

/** What an address asks for. What makes no sense in it is left out: somebody may have typed it. */
export function filterIn(query: Readonly<Record<string, string>>): EventFilter {
  const wanted = new Set((query.severity ?? '').split(','));
  const last = query.last !== undefined && Object.hasOwn(SPANS, query.last) ? query.last : undefined;
  return {
    severities: SEVERITIES.filter((severity) => wanted.has(severity)),
    source: query.source || undefined,
    workloadId: query.workload_id || undefined,
    ruleId: query.rule_id || undefined,
    text: query.q || undefined,
    last,
    from: last === undefined ? momentIn(query.from) : undefined,
    to: last === undefined ? momentIn(query.to) : undefined,
  };
}

/** The address of the list with this filter. */
export function pathOf(filter: EventFilter): string {
  const { last, from, to } = filter;
  const pairs = Object.entries({ ...namesOf(filter), last, from, to });
  const given = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? '/events' : `/events?${new URLSearchParams(given)}`;
}

/** What to ask the server for; a span that ends now is counted back from `now`. */
export function queryOf(filter: EventFilter, now: number): EventQuery {
  return { ...namesOf(filter), ...spanOf(filter, now) };
}

/** The two ends as the API knows them; without an end that is open. */
export function spanOf(
  { last, from, to }: EventFilter,
  now: number,
): { from?: string | undefined; to?: string | undefined } {
  const length = last === undefined ? undefined : SPANS[last]?.milliseconds;
  return length === undefined ? { from, to } : { from: new Date(now - length).toISOString() };
}

/** Is this event, which has just come, one of those? `unknown` where only the server can tell: it alone knows what a word is. */
export function fits(filter: EventFilter, event: Event): boolean | 'unknown' {
  const { severities, source, workloadId, ruleId, from, to } = filter;
  const isOneOfThem =
    (severities.length === 0 || severities.includes(event.severity)) &&
    (source === undefined || source.split(',').includes(event.source)) &&
    (workloadId === undefined || workloadId === event.workload_id) &&
    (ruleId === undefined || ruleId === event.rule_id) &&
    (from === undefined || from <= event.created_at) &&
    (to === undefined || event.created_at < to);
  return isOneOfThem && filter.text !== undefined ? 'unknown' : isOneOfThem;
}

/** How many of its parts say something. */
export function countOfParts({ severities, last, from, to, ...rest }: EventFilter): number {
  const others = Object.values(rest).filter((part) => part !== undefined).length;
  return others + Number(severities.length > 0) + Number(last !== undefined || from !== undefined || to !== undefined);
}

function namesOf({ severities, source, workloadId, ruleId, text }: EventFilter): EventQuery {
  return {
    severity: severities.length === 0 ? undefined : severities.join(','),
    source,
    workload_id: workloadId,
    rule_id: ruleId,
    q: text,
  };
}

/** In the API's own form, so that moments can be compared as texts. */
function momentIn(text: string | undefined): string | undefined {
  const at = new Date(text ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
