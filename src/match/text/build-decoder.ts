// The decoder of an alphabet, by the shorter way where there is one.
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';
import type { Alphabet } from './alphabet.ts';
import type { Decoder } from './decoder.ts';
import { treeDecoder } from './decoder-tree.ts';
import { sharedDecoder } from './shared-decoder.ts';

const LINE_FEED = 10;

/** A line feed within a line is one to patterns; as any character of ASCII it breaks off a longer one that is not whole. */
export function buildDecoder(alphabet: Alphabet): Decoder {
  const decoder = sharedDecoder(alphabet) ?? treeDecoder(alphabet);
  const columns = decoder.columns.slice();
  columns[INNER_NEWLINE] = columns[LINE_FEED] ?? 0;
  return { ...decoder, columns };
}
