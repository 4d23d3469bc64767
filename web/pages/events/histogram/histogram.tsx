// How many events there were over time, by severity. A part of it can be drawn out with the pointer, or chosen by keys, to look at that time alone.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Severity } from '../../../../src/core/severity.ts';
import type { EventCounts } from '../../../api/shapes.ts';
import type { Api } from '../../../api/tocsin-api.ts';
import { showCount } from '../../../format/count.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { useLiveValue } from '../../../live/use-live-value.ts';
import { SEVERITIES } from '../../../parts/marks/severities.ts';
import { SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { useServices } from '../../../services.ts';
import { type EventFilter, SPANS, spanOf } from '../event-filter.ts';
import { type Steps, stepsOf } from './span-steps.ts';
import { sumOf } from './step-sums.ts';
import { Surface, type SurfaceProps } from './surface.tsx';

const DAY_MS = SPANS['24h']?.milliseconds ?? 0;
const ANEW_MS = 15_000;

export interface HistogramProps {
  readonly filter: EventFilter;
  readonly onSpan: (span: { readonly from: string; readonly to: string }) => void;
}

/** Of the span that is looked at; where it has no beginning, of the day before its end. Another span is another one; all else is not asked for, or chosen here. */
export function Histogram({ filter, onSpan }: HistogramProps) {
  const { last, from, to } = filter;
  const key = [last, from, to].join(' ');
  const leftByKeys = useRef<string | undefined>(undefined);
  useEffect(() => {
    leftByKeys.current = undefined;
  }, [key]);
  const choose: SurfaceProps['onSpan'] = (begin, end, by) => {
    const span = { from: isoOf(begin), to: isoOf(end) };
    if (span.from === from && span.to === to) return;
    leftByKeys.current = by === 'keys' ? key : undefined;
    onSpan(span);
  };
  const takesFocus = leftByKeys.current !== undefined && leftByKeys.current !== key;
  return <OneHistogram key={key} filter={filter} takesFocus={takesFocus} onSpan={choose} />;
}

type OneHistogramProps = Pick<HistogramProps, 'filter'> & Pick<SurfaceProps, 'takesFocus' | 'onSpan'>;

/** The steps move on with the time, so that what happens now has its place. */
function OneHistogram({ filter, takesFocus, onSpan }: OneHistogramProps) {
  const { api } = useServices();
  const { value, fault } = useLiveValue({
    load: (signal) => loadCounts(api, stepsIn(filter), signal),
    everyMs: ANEW_MS,
  });
  const first = useMemo(() => stepsIn(filter), []);
  const severities = filter.severities.length > 0 ? filter.severities : SEVERITIES;
  return (
    <figure class="histogram">
      <figcaption class="soft">
        {fault && <span class="fault">{fault.message}</span>}
        {!fault && (value ? <Totals counts={value.counts} severities={severities} filter={filter} /> : 'Counting')}
        <span>{spanWords(filter)}</span>
      </figcaption>
      <Surface steps={value?.steps ?? first} counts={value?.counts} {...{ severities, takesFocus, onSpan }} />
    </figure>
  );
}

function stepsIn(filter: EventFilter): Steps {
  const now = browserClock.now();
  const { from, to } = spanOf(filter, now);
  const end = to === undefined ? now : Date.parse(to);
  return stepsOf(from === undefined ? end - DAY_MS : Date.parse(from), end);
}

interface CountedSteps {
  readonly steps: Steps;
  readonly counts: EventCounts;
}

async function loadCounts(api: Api, steps: Steps, signal: AbortSignal): Promise<CountedSteps> {
  const query = { from: isoOf(steps.from), to: isoOf(steps.to), step_minutes: `${steps.minutes}` };
  return { steps, counts: await api.eventCounts(query, signal) };
}

function spanWords({ last, from, to }: EventFilter): string {
  if (last !== undefined || from !== undefined) return 'in this time';
  return to === undefined ? 'in the last 24 hours' : 'in the 24 hours up to then';
}

interface TotalsProps {
  readonly counts: EventCounts;
  readonly severities: readonly Severity[];
  readonly filter: EventFilter;
}

/** What the bars say, in words and with the mark of each colour. */
function Totals({ counts, severities, filter }: TotalsProps) {
  const found = severities.map((severity) => [severity, sumOf(counts.items, [severity])] as const);
  return (
    <span class="histogram-totals">
      <span>{totalWords(sumOf(counts.items, severities), filter)}</span>
      {found.map(
        ([severity, count]) =>
          count > 0 && (
            <span key={severity}>
              <SeverityMark severity={severity} /> {count.toLocaleString('en')}
            </span>
          ),
      )}
    </span>
  );
}

/** The server counts by severity and time alone; a number that looks narrower than it is would be a lie. */
function totalWords(total: number, { source, workloadId, ruleId, text }: EventFilter): string {
  const events = showCount(total, 'event');
  const isNarrower = [source, workloadId, ruleId, text].some((part) => part !== undefined);
  return isNarrower ? `${events}, counted without the other filters` : events;
}

const isoOf = (at: number): string => new Date(at).toISOString();
