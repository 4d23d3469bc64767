// From a stream of bytes to batches of whole lines, without copying them a second time.
import { freeInnerNewlines } from '../core/text/inner-newline.ts';
import { NEWLINE } from '../core/text/line-end.ts';
import type { Hits } from './batch/batch.ts';
import type { Matcher } from './matcher.ts';

/** Bytes that are read at once: few enough to lie in the processor's caches still when they are scanned, and so many that what is done once for each read costs little. */
const CHUNK = 1024 * 1024;

/**
 * Where the room behind so many bytes ends: at a multiple, so that what is left of a line makes the next read shorter, and no read begins at a page of the file.
 * If it did, it would be copied to some bytes behind the beginning of a page here, which takes a processor that tells addresses apart by their
 * place in the page much longer (docs/decisions/0018-reads-end-at-one-place.md).
 */
const roomEnd = (filled: number): number => CHUNK * Math.ceil((filled + CHUNK / 2) / CHUNK);

/** A longer line is taken for several, so that no input can take all memory. */
const LONGEST_LINE = 256 * 1024 * 1024;

/** Whole lines, and those of them that hit, in portions as a batch's. The text is valid until the feed is asked for room again. */
export interface FedText {
  readonly text: Uint8Array;
  readonly hits: Iterable<Hits>;
}

/**
 * Feeds a stream of bytes to a matcher without copying them a second time: the reader writes into the matcher's own
 * buffer, whole lines are matched, and what is left of a line moves to the front.
 */
export class TextFeed {
  readonly #matcher: Matcher;
  readonly #longestLine: number;
  #buffer: Uint8Array<ArrayBuffer>;
  /** Of the bytes in the buffer, the first `#matched` are done with and the rest, up to `#filled`, is an unfinished line. */
  #matched = 0;
  #filled = 0;

  constructor(matcher: Matcher, longestLine = LONGEST_LINE) {
    this.#matcher = matcher;
    this.#longestLine = longestLine;
    this.#buffer = matcher.reserve(CHUNK);
  }

  /** Where the next bytes are to be written, as many as fit or fewer. */
  room(): Uint8Array<ArrayBuffer> {
    this.#buffer.copyWithin(0, this.#matched, this.#filled);
    this.#filled -= this.#matched;
    this.#matched = 0;
    const end = roomEnd(this.#filled);
    // A line longer than the buffer doubles it; the matcher keeps what is in there.
    if (end > this.#buffer.length) this.#buffer = this.#matcher.reserve(Math.max(end, 2 * this.#buffer.length));
    return this.#buffer.subarray(this.#filled, end);
  }

  /** So many bytes were written to the room: matches the lines that are whole now, if any. */
  take(written: number): FedText | undefined {
    const before = this.#filled;
    this.#filled += written;
    freeInnerNewlines(this.#buffer.subarray(before, this.#filled));
    const lastNewline = this.#buffer.subarray(before, this.#filled).lastIndexOf(NEWLINE);
    if (lastNewline >= 0) return this.#match(before + lastNewline + 1);
    return this.#filled >= this.#longestLine ? this.#match(this.#filled) : undefined;
  }

  /** The stream has ended: matches the last line if it had no `\n`. */
  end(): FedText | undefined {
    return this.#filled > this.#matched ? this.#finishLine() : undefined;
  }

  #finishLine(): FedText {
    this.room();
    return this.#match(this.#filled);
  }

  #match(length: number): FedText {
    this.#matched = length;
    return { text: this.#buffer.subarray(0, length), hits: this.#matcher.match({ length }) };
  }
}
