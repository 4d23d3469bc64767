// The bars, and the span that is drawn or chosen upon them.
import { useId } from 'preact/hooks';
import type { Severity } from '../../../../src/core/severity.ts';
import type { EventCounts } from '../../../api/shapes.ts';
import { showCount } from '../../../format/count.ts';
import { showTime } from '../../../format/time.ts';
import { StackedBars } from '../../../parts/stacked-bars.tsx';
import { endsOf, lastStep, stepAt } from './keyed-span.ts';
import { type Steps, timeAt } from './span-steps.ts';
import { sumBetween } from './step-sums.ts';
import { useDrawnSpan } from './use-drawn-span.ts';
import { useKeyedSpan } from './use-keyed-span.ts';

export interface SurfaceProps {
  readonly steps: Steps;
  /** Undefined while they are counted. */
  readonly items: EventCounts['items'] | undefined;
  readonly severities: readonly Severity[];
  /** The keyboard chose the span that is shown now: it goes on here. */
  readonly takesFocus: boolean;
  readonly onSpan: (from: number, to: number, by: 'pointer' | 'keys') => void;
}

export function Surface({ steps, items, severities, takesFocus, onSpan }: SurfaceProps) {
  const hintId = useId();
  const { surface, drawn } = useDrawnSpan((left, right) => {
    const [from, to] = [timeAt(steps, left), timeAt(steps, right)];
    if (from < to) onSpan(from, to, 'pointer');
  });
  const onChosen = (from: number, to: number): void => onSpan(from, to, 'keys');
  const { span, listeners } = useKeyedSpan(surface, { steps, takesFocus, onChosen });
  const chosen = endsOf(span ?? lastStep(steps), steps);
  const words = `${wordsOf(chosen)}: ${showCount(sumBetween(items, chosen, severities), 'event')}`;
  const part = (at: number): number => (at - steps.from) / (steps.to - steps.from);
  const marked = span ? { left: part(chosen.from), width: part(chosen.to) - part(chosen.from) } : drawn;
  return (
    <>
      <div
        ref={surface}
        class="histogram-surface"
        role="slider"
        tabIndex={0}
        aria-label="Choose a time"
        aria-valuemin={1}
        aria-valuemax={steps.count}
        aria-valuenow={1 + stepAt(span?.here ?? steps.to, steps)}
        aria-valuetext={words}
        aria-describedby={hintId}
        {...listeners}
      >
        <Bars steps={steps} items={items} severities={severities} />
        {marked && (
          <div class="histogram-drawn" style={{ left: `${marked.left * 100}%`, width: `${marked.width * 100}%` }} />
        )}
      </div>
      <div class="histogram-ends soft" aria-hidden="true">
        <span>{span ? words : shortly(steps.from)}</span>
        <span id={hintId} class={span ? '' : 'for-ears'}>
          Shift chooses more, Enter shows it.
        </span>
        {!span && <span>{shortly(steps.to)}</span>}
      </div>
    </>
  );
}

interface BarsProps {
  readonly steps: Steps;
  readonly items: EventCounts['items'] | undefined;
  readonly severities: readonly Severity[];
}

function Bars({ steps, items, severities }: BarsProps) {
  const width = steps.minutes * 60_000;
  // The worst stand at the foot, where they are seen first.
  const bars = (items ?? []).map((item) => ({
    at: (Date.parse(item.at) - steps.from) / width,
    parts: severities.map((severity) => [severity, item[severity]] as const),
  }));
  return <StackedBars steps={steps.count} bars={bars} />;
}

/** The day is said twice only where there are two. */
function wordsOf({ from, to }: { readonly from: number; readonly to: number }): string {
  const [begin, end] = [shortly(from), shortly(to)];
  const [day, time] = end.split(', ');
  return `${begin} – ${begin.startsWith(`${day}, `) ? time : end}`;
}

const shortly = (at: number): string =>
  showTime(new Date(at).toISOString())
    ?.text.replace(/ \d{4},/, ',')
    .replace(/:\d\d$/, '') ?? '';
