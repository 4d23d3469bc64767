// Shortens a text between two characters as people see them, never within one.

export interface Shortening {
  readonly most: number;
  /** How much of the bound a piece of the text takes; at least one for each UTF-16 unit. Its length, unless the receiver counts otherwise. */
  readonly measure?: (piece: string) => number;
}

const ELLIPSIS = '…';
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

export const utf8Bytes = (text: string): number => Buffer.byteLength(text);

/** The whole text where it fits, else its beginning with an ellipsis; empty when not even that fits. */
export function truncate(text: string, { most, measure = (piece) => piece.length }: Shortening): string {
  if (text.length <= most && measure(text) <= most) return text;
  let room = most - measure(ELLIPSIS);
  if (room < 0) return '';
  let end = 0;
  for (const { segment } of segmenter.segment(text)) {
    room -= measure(segment);
    if (room < 0) break;
    end += segment.length;
  }
  return `${text.slice(0, end)}${ELLIPSIS}`;
}
