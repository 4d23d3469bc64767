// The decoder of an alphabet, by the shorter way where there is one.
import type { Alphabet } from './alphabet.ts';
import { asciiDecoder, isAsciiOnly } from './ascii-decoder.ts';
import type { Decoder } from './decoder.ts';
import { treeDecoder } from './decoder-tree.ts';

export const buildDecoder = (alphabet: Alphabet): Decoder =>
  isAsciiOnly(alphabet) ? asciiDecoder(alphabet) : treeDecoder(alphabet);
