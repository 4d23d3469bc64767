// The decoder of an alphabet, by the shorter way where there is one.
import type { Alphabet } from './alphabet.ts';
import type { Decoder } from './decoder.ts';
import { treeDecoder } from './decoder-tree.ts';
import { sharedDecoder } from './shared-decoder.ts';

export const buildDecoder = (alphabet: Alphabet): Decoder => sharedDecoder(alphabet) ?? treeDecoder(alphabet);
