import { showClock } from '../format/time.ts';

export interface LiveMarkProps {
  readonly loadedAt: number | undefined;
  /** The last attempt failed: what is shown is old. */
  readonly broken: boolean;
}

/** Says how fresh the figures are. It is not announced: it changes every few seconds. */
export function LiveMark({ loadedAt, broken }: LiveMarkProps) {
  if (loadedAt === undefined) return null;
  return (
    <p class="live-mark" data-broken={broken}>
      <span class="live-dot" aria-hidden="true" />
      {broken ? 'As of' : 'Live,'} <time dateTime={new Date(loadedAt).toISOString()}>{showClock(loadedAt)}</time>
    </p>
  );
}
