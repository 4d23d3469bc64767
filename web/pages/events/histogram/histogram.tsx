// How many events there were over time, by severity. A part of it can be drawn out with the pointer, to look at that time alone.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Severity } from '../../../../src/core/severity.ts';
import type { EventCounts } from '../../../api/shapes.ts';
import { showTime } from '../../../format/time.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { useServices } from '../../../services.ts';
import { type EventFilter, SEVERITIES, SPANS, spanOf } from '../event-filter.ts';
import { type Steps, stepsOf, timeAt } from './span-steps.ts';
import { useDrawnSpan } from './use-drawn-span.ts';

const DAY_MS = SPANS['24h']?.milliseconds ?? 0;
const ANEW_MS = 15_000;
const HEIGHT = 56;

export interface HistogramProps {
  readonly filter: EventFilter;
  readonly onSpan: (span: { readonly from: string; readonly to: string }) => void;
}

/** Of the span that is looked at; where it has no beginning, of the last day. */
export function Histogram({ filter, onSpan }: HistogramProps) {
  const steps = useMemo(() => stepsIn(filter), [filter]);
  const counts = useCounts(steps);
  const severities = filter.severities.length > 0 ? filter.severities : SEVERITIES;
  const { surface, drawn } = useDrawnSpan((left, right) => {
    const [from, to] = [timeAt(steps, left), timeAt(steps, right)];
    if (from < to) onSpan({ from: isoOf(from), to: isoOf(to) });
  });
  const total = sumOf(counts?.items ?? [], severities);
  return (
    <figure class="histogram">
      <figcaption class="soft">
        <span>{counts ? `${total.toLocaleString('en')} ${total === 1 ? 'event' : 'events'}` : 'Counting'}</span>
        <span>{filter.last === undefined && filter.from === undefined ? 'in the last 24 hours' : 'in this time'}</span>
      </figcaption>
      <div ref={surface} class="histogram-surface">
        <Bars steps={steps} counts={counts} severities={severities} />
        {drawn && (
          <div class="histogram-drawn" style={{ left: `${drawn.left * 100}%`, width: `${drawn.width * 100}%` }} />
        )}
      </div>
      <div class="histogram-ends soft" aria-hidden="true">
        <span>{shortly(steps.from)}</span>
        <span>{shortly(steps.to)}</span>
      </div>
    </figure>
  );
}

function stepsIn(filter: EventFilter): Steps {
  const now = browserClock.now();
  const { from, to } = spanOf(filter, now);
  const end = to === undefined ? now : Date.parse(to);
  return stepsOf(from === undefined ? end - DAY_MS : Date.parse(from), end);
}

/** Read again and again while it is looked at. */
function useCounts(steps: Steps): EventCounts | undefined {
  const { api } = useServices();
  const [counts, setCounts] = useState<EventCounts | undefined>();
  useEffect(() => {
    const stop = new AbortController();
    const query = { from: isoOf(steps.from), to: isoOf(steps.to), step_minutes: `${steps.minutes}` };
    const read = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        await api.eventCounts(query, stop.signal).then(setCounts, () => undefined);
        await browserClock.sleep(ANEW_MS, stop.signal);
      }
    };
    void read();
    return () => stop.abort();
  }, [steps]);
  return counts;
}

interface BarsProps {
  readonly steps: Steps;
  readonly counts: EventCounts | undefined;
  readonly severities: readonly Severity[];
}

function Bars({ steps, counts, severities }: BarsProps) {
  const items = counts?.items ?? [];
  const most = Math.max(1, ...items.map((item) => sumOf([item], severities)));
  const width = steps.minutes * 60_000;
  return (
    <svg viewBox={`0 0 ${steps.count} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {items.map((item) => {
        const x = (Date.parse(item.at) - steps.from) / width;
        let y = HEIGHT;
        // The worst stand at the foot, where they are seen first.
        return severities.map((severity) => {
          const height = item[severity] === 0 ? 0 : Math.max(1.5, (item[severity] / most) * (HEIGHT - 2));
          y -= height;
          return height === 0 ? null : (
            <rect
              key={`${item.at} ${severity}`}
              data-severity={severity}
              x={x + 0.1}
              y={y}
              width={0.8}
              height={height}
            />
          );
        });
      })}
    </svg>
  );
}

const sumOf = (items: EventCounts['items'], severities: readonly Severity[]): number =>
  items.reduce((sum, item) => sum + severities.reduce((part, severity) => part + item[severity], 0), 0);

const isoOf = (at: number): string => new Date(at).toISOString();
const shortly = (at: number): string =>
  showTime(isoOf(at))
    ?.text.replace(/ \d{4},/, '')
    .replace(/:\d\d$/, '') ?? '';
