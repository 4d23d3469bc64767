import { showTime } from '../../format/time.ts';
import { Pick } from '../../parts/pick.tsx';
import { type EventFilter, SPANS } from './event-filter.ts';

export interface SpanChoiceProps {
  readonly filter: EventFilter;
  readonly onChange: (part: Pick<EventFilter, 'last' | 'from' | 'to'>) => void;
}

const CUSTOM = 'custom';

/** From when to when: a span that ends now, or one that was drawn in the histogram. */
export function SpanChoice({ filter: { last, from, to }, onChange }: SpanChoiceProps) {
  const isCustom = from !== undefined || to !== undefined;
  const options = Object.entries(SPANS).map(([value, { words }]) => [value, words] as const);
  const choose = (value: string | undefined): void => {
    if (value !== CUSTOM) onChange({ last: value, from: undefined, to: undefined });
  };
  return (
    <Pick
      label="Time"
      all="Any time"
      options={isCustom ? [...options, [CUSTOM, spanWords(from, to)]] : options}
      chosen={isCustom ? CUSTOM : last}
      onChange={choose}
    />
  );
}

function spanWords(from: string | undefined, to: string | undefined): string {
  const word = (iso: string): string => showTime(iso)?.text.replace(/:\d\d$/, '') ?? iso;
  if (from === undefined) return `Until ${word(to ?? '')}`;
  return to === undefined ? `Since ${word(from)}` : `${word(from)} – ${word(to)}`;
}
