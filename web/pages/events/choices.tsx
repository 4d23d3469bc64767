import { useId } from 'preact/hooks';
import { showTime } from '../../format/time.ts';
import { type EventFilter, SPANS } from './event-filter.ts';

export interface ChoiceProps {
  readonly label: string;
  /** What stands there while nothing is chosen. */
  readonly all: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly chosen: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** One of many, or all. What is chosen and not among them, such as a rule that was deleted, is shown as it is written. */
export function Choice({ label, all, options, chosen, onChange }: ChoiceProps) {
  const id = useId();
  const isKnown = chosen === undefined || options.some(([value]) => value === chosen);
  const shown = isKnown ? options : [...options, [chosen, chosen] as const];
  return (
    <div class="pick" data-chosen={chosen !== undefined}>
      <label class="for-ears" for={id}>
        {label}
      </label>
      <select id={id} value={chosen ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        <option value="">{all}</option>
        {shown.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

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
    <Choice
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
