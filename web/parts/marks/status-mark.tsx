import type { Health } from '../../api/shapes.ts';
import { OctagonIcon, TickIcon, TriangleIcon } from './icons.tsx';

/** One word and one shape for each state of health, so that nobody depends on the colour. */
const MARKS = {
  ok: { word: 'OK', Icon: TickIcon },
  degraded: { word: 'Degraded', Icon: TriangleIcon },
  failing: { word: 'Failing', Icon: OctagonIcon },
} as const satisfies Record<Health, unknown>;

export interface StatusMarkProps {
  readonly status: Health;
  /** Where other words say it better. */
  readonly words?: string;
}

export function StatusMark({ status, words }: StatusMarkProps) {
  const { word, Icon } = MARKS[status];
  return (
    <span class="status" data-status={status}>
      <Icon />
      {words ?? word}
    </span>
  );
}

/** The shape alone, large, beside a sentence that says the same. */
export function StatusShape({ status }: { readonly status: Health }) {
  const { Icon } = MARKS[status];
  return (
    <span class="status-shape" data-status={status}>
      <Icon />
    </span>
  );
}
