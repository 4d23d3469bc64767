import { showTime } from '../format/time.ts';

export interface MomentProps {
  readonly at: string | null;
  /** What to say when there is no such moment. */
  readonly never?: string;
}

/** A moment in the reader's own time and zone; the exact UTC stands in the title and for programs. */
export function Moment({ at, never = 'Never' }: MomentProps) {
  const shown = at === null ? undefined : showTime(at);
  if (at === null || !shown) return <span class="soft">{never}</span>;
  return (
    <time class="moment" dateTime={at} title={shown.exact}>
      {shown.text} <span class="soft">{shown.zone}</span>
    </time>
  );
}
