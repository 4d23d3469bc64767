import type { Status } from '../../../parts/marks/status-mark.tsx';

/** One thing that somebody should do something about, or has decided, with the place where it is changed. */
export interface Hand {
  readonly key: string;
  /** `neutral` is what a person wanted so: it is told, and alarms nobody. */
  readonly status: Exclude<Status, 'ok'>;
  readonly what: string;
  readonly why: string;
  readonly href: string;
}

export const isUrgent = ({ status }: Hand): boolean => status !== 'neutral';
