// The events that fit a filter as one file, page by page: the next page is read when the one before it was taken.
import type { EventFilter } from '../../core/events/event-query.ts';
import type { EventReader } from '../event-reader.ts';
import { EVENT_LINES, type ExportFormat } from './event-lines.ts';

export interface Export {
  readonly filter: EventFilter;
  readonly format: ExportFormat;
  readonly maxRows: number;
  /** What an earlier page gave. */
  readonly cursor: string | undefined;
}

/** So few that also the largest are well below a megabyte. */
const A_PAGE = 50;
/** A part that has so many characters is given before more is written. */
const A_PART = 32_768;

/** The texts of the file in order, the newest event first; when there are more than `maxRows` the last line says so, and behind which event they begin. */
export async function* exportEvents(
  reader: Pick<EventReader, 'listEvents'>,
  { filter, format, maxRows, cursor: begin }: Export,
): AsyncGenerator<string> {
  const lines = EVENT_LINES[format];
  if (lines.head !== '') yield lines.head;
  let cursor = begin;
  for (let left = maxRows; left > 0; ) {
    const { items, nextCursor } = await reader.listEvents(filter, { limit: Math.min(A_PAGE, left), cursor });
    left -= items.length;
    const last = items.at(-1);
    yield* partsOf(items.map((event) => lines.line(event)));
    if (nextCursor === null) return;
    if (left <= 0 && last !== undefined) yield lines.cut(last.id);
    cursor = nextCursor;
  }
}

/** Few lines together, as each part is waited for. */
function* partsOf(lines: readonly string[]): Iterable<string> {
  let part = '';
  for (const line of lines) {
    part += line;
    if (part.length < A_PART) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
