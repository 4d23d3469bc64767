// How many events there were over time, by severity. A part of it can be drawn out with the pointer, or chosen by keys, to look at that time alone.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Severity } from '../../../../src/core/severity.ts';
import type { EventQuery } from '../../../api/event-calls.ts';
import type { EventCounts } from '../../../api/shapes.ts';
import { showCount } from '../../../format/count.ts';
import { showTime } from '../../../format/time.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { untilVisible } from '../../../live/page-visibility.ts';
import { SEVERITIES, SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { useServices } from '../../../services.ts';
import { type EventFilter, queryOf, SPANS, spanOf } from '../event-filter.ts';
import { type Steps, stepsOf } from './span-steps.ts';
import { StepCounter, type StepCounterOptions, type StepCounts } from './step-counter.ts';
import { sumOf } from './step-sums.ts';
import { Surface, type SurfaceProps } from './surface.tsx';

const DAY_MS = SPANS['24h']?.milliseconds ?? 0;

export interface HistogramProps {
  readonly filter: EventFilter;
  readonly onSpan: (span: { readonly from: string; readonly to: string }) => void;
}

/** Of the span that is looked at; where it has no beginning, of the day before its end. Another span is another one. */
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

/** Another filter counts anew, and what was counted before stays in its place, faint, until that is known. */
function OneHistogram({ filter, takesFocus, onSpan }: OneHistogramProps) {
  const counted = useStepCounts(filter);
  const { items, isOld, steps, fault } = counted;
  const severities = filter.severities.length > 0 ? filter.severities : SEVERITIES;
  return (
    <figure class="histogram" data-old={isOld}>
      <figcaption class="soft">
        {fault && <span class="fault">{fault.message}</span>}
        {!fault && (items && !isOld ? <Totals {...counted} items={items} severities={severities} /> : 'Counting')}
        <span>{spanWords(filter)}</span>
      </figcaption>
      <Surface steps={steps} items={items} {...{ severities, takesFocus, onSpan }} />
    </figure>
  );
}

interface ShownCounts extends StepCounts {
  /** They are of another filter. */
  readonly isOld: boolean;
}

function useStepCounts(filter: EventFilter): ShownCounts {
  const { api } = useServices();
  const query = countedBy(filter);
  const key = JSON.stringify(query);
  const counter = useMemo(() => {
    const load: StepCounterOptions['load'] = ({ from, to, minutes, cursor }, signal) =>
      api.eventCounts({ ...query, from: isoOf(from), to: isoOf(to), step_minutes: `${minutes}`, cursor }, signal);
    return new StepCounter({ load, steps: () => stepsIn(filter), clock: browserClock, untilVisible });
  }, [key]);
  useEffect(() => {
    const stop = new AbortController();
    void counter.run(stop.signal);
    return () => stop.abort();
  }, [counter]);
  const last = useRef<StepCounts | undefined>(undefined);
  const counts = counter.state.value;
  if (counts.items !== undefined) last.current = counts;
  if (counts.items !== undefined || last.current === undefined) return { ...counts, isOld: false };
  return { ...last.current, fault: counts.fault, isOld: true };
}

/** The severities alone are chosen here: the server has counted each of them beforehand. */
function countedBy(filter: EventFilter): EventQuery {
  const { severity, ...narrow } = queryOf({ ...filter, last: undefined, from: undefined, to: undefined }, 0);
  const isNarrow = Object.values(narrow).some((part) => part !== undefined);
  return isNarrow ? { severity, ...narrow } : {};
}

function stepsIn(filter: EventFilter): Steps {
  const now = browserClock.now();
  const { from, to } = spanOf(filter, now);
  const end = to === undefined ? now : Date.parse(to);
  return stepsOf(from === undefined ? end - DAY_MS : Date.parse(from), end);
}

function spanWords({ last, from, to }: EventFilter): string {
  if (last !== undefined || from !== undefined) return 'in this time';
  return to === undefined ? 'in the last 24 hours' : 'in the 24 hours up to then';
}

interface TotalsProps extends Pick<StepCounts, 'isCounting' | 'countedTo'> {
  readonly items: EventCounts['items'];
  readonly severities: readonly Severity[];
}

/** What the bars say, in words and with the mark of each colour. */
function Totals({ items, severities, isCounting, countedTo }: TotalsProps) {
  const found = severities.map((severity) => [severity, sumOf(items, [severity])] as const);
  return (
    <span class="histogram-totals">
      <span>
        {showCount(sumOf(items, severities), 'event')}
        {isCounting && ' so far'}
        {countedTo !== undefined && `, counted back to ${showTime(countedTo)?.text}`}
      </span>
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

const isoOf = (at: number): string => new Date(at).toISOString();
