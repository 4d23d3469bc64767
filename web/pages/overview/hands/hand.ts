import type { Health } from '../../../api/shapes.ts';

/** One thing that somebody should do something about, with the place where it is mended. */
export interface Hand {
  readonly key: string;
  readonly status: Exclude<Health, 'ok'>;
  readonly what: string;
  readonly why: string;
  readonly href: string;
}
