import type { Health } from '../../api/shapes.ts';
import { BarIcon, OctagonIcon, TickIcon, TriangleIcon } from './icons.tsx';

/** Also what is neither well nor ill. */
export type Status = Health | 'neutral';

/** One word and one shape for each state, so that nobody depends on the colour. */
const MARKS = {
  ok: { word: 'OK', Icon: TickIcon },
  degraded: { word: 'Degraded', Icon: TriangleIcon },
  failing: { word: 'Failing', Icon: OctagonIcon },
  neutral: { word: 'Neutral', Icon: BarIcon },
} as const satisfies Record<Status, unknown>;

export interface StatusMarkProps {
  readonly status: Status;
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
export function StatusShape({ status }: { readonly status: Status }) {
  const { Icon } = MARKS[status];
  return (
    <span class="status-shape" data-status={status}>
      <Icon />
    </span>
  );
}
