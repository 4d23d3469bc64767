// Log text must not steer a terminal, nor turn its writing round; each such character becomes one that can be seen.
import { HARMFUL_CHARACTERS } from '../../core/lines/harmful-characters.ts';

export function harmless(text: string): string {
  return text.replace(HARMFUL_CHARACTERS, '\ufffd');
}
