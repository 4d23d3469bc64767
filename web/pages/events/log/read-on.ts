// A search that takes long ends its page early, also where it has found nothing so far: only the pages behind it tell whether there is something.
import type { EventPage } from '../../../api/shapes.ts';

export interface ReadingOn {
  readonly load: (cursor: string | undefined, signal: AbortSignal) => Promise<EventPage>;
  /** Says whether it is enough, although nothing was found. */
  readonly take: (page: EventPage) => boolean;
  /** Waited for before the next page is asked for: nobody needs it while nobody looks. */
  readonly untilLookedAt: (signal: AbortSignal) => Promise<void>;
}

/** Reads a page, and one after another behind it until one holds something or there is no older one. It ends with its signal, and rejects as `load` does. */
export async function readOn(reading: ReadingOn, from: string | undefined, signal: AbortSignal): Promise<void> {
  for (let cursor = from; ; ) {
    const page = await reading.load(cursor, signal);
    if (signal.aborted) return;
    const isEnough = reading.take(page);
    if (isEnough || page.items.length > 0 || page.next_cursor === null) return;
    cursor = page.next_cursor;
    await reading.untilLookedAt(signal);
    if (signal.aborted) return;
  }
}
