// How much of a batch is matched at once, so that its hits stay within their bound.
import { NEWLINE } from '../../core/text/line-end.ts';
import { MOST_HITS } from './hit-list.ts';

/** Bytes of a text, from the first to behind the last. */
export interface Portion {
  readonly from: number;
  readonly end: number;
}

/**
 * Nearly every batch is matched whole. One that turns out to have more hits than may be held is cut at line ends, in
 * halves as long as these still have too many; how far it went is remembered for the text that follows. A portion grows
 * again only where three quarters of the room for hits were left, so what is tried in vain costs no more than a small
 * multiple of what is done.
 */
export class Portions {
  #most = Number.POSITIVE_INFINITY;

  /** The next portion of the text that ends at `end`: lines from `from` on, one at least. */
  next(text: Uint8Array, { from, end }: Portion): Portion {
    if (end - from <= this.#most) return { from, end };
    const behindLast = text.lastIndexOf(NEWLINE, from + this.#most - 1) + 1;
    if (behindLast > from) return { from, end: behindLast };
    const newline = text.indexOf(NEWLINE, from + this.#most);
    return { from, end: newline < 0 ? end : Math.min(newline + 1, end) };
  }

  /** The portion had more hits than are held. One line never has: there are fewer rules than that. */
  hadTooMany({ from, end }: Portion): void {
    this.#most = Math.max(1, (end - from) >> 1);
  }

  hadFew(hits: number): void {
    if (hits <= MOST_HITS / 4) this.#most *= 2;
  }
}
