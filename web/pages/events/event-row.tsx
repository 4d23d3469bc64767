import { showCount } from '../../format/count.ts';
import { showShortTime } from '../../format/time.ts';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import type { ListedEvent } from './log/listed-event.ts';

/** One event on one line; where it came from stands below it where the screen is narrow. */
export function EventRow({ event }: { readonly event: ListedEvent }) {
  const { id, severity, message, moreLines, where, heldBack, at } = event;
  return (
    <a class="event-row" href={`/events/${id}`}>
      <time dateTime={at}>{showShortTime(at)}</time>
      <SeverityMark severity={severity} />
      <span class="event-where">
        <bdi>{where[0]}</bdi>
        <bdi>{where[1]}</bdi>
      </span>
      <span class="event-message">
        <span>{message}</span>
        {moreLines > 0 && <span class="soft"> +{showCount(moreLines, 'line')}</span>}
      </span>
      {heldBack > 0 && (
        <span class="tag" title="So many more lines like this were held back since then">
          +{heldBack.toLocaleString('en')}
        </span>
      )}
    </a>
  );
}
