import type { Event } from '../../api/shapes.ts';
import { showShortTime } from '../../format/time.ts';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { whereOf } from './event-facts.ts';

/** One event on one line; where it came from stands below it where the screen is narrow. */
export function EventRow({ event }: { readonly event: Event }) {
  const { id, severity, message, held_back: heldBack, created_at: at } = event;
  return (
    <a class="event-row" href={`/events/${id}`}>
      <time dateTime={at}>{showShortTime(at)}</time>
      <SeverityMark severity={severity} />
      <span class="event-where">{whereOf(event)}</span>
      <span class="event-message">{message}</span>
      {heldBack > 0 && (
        <span class="tag" title="So many more lines like this were held back since then">
          +{heldBack.toLocaleString('en')}
        </span>
      )}
    </a>
  );
}
