// A sample line with the place of the match, cut into what stands before it, in it and behind it.
import type { RuleTrial } from '../../../api/shapes.ts';

export interface ShownLine {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

const ESC = String.fromCharCode(27);
/** What colours a line on a terminal, which no pattern sees. */
const SEQUENCE = new RegExp(`${ESC}(?:\\[[ -?]*[@-~]|[ -/]*[0-~])`, 'g');

export function shownLine(line: string, { match_start: start, match_end: end }: RuleTrial): ShownLine {
  const plain = line.replaceAll(SEQUENCE, '');
  if (start === null || end === null) return { before: plain, match: '', after: '' };
  return { before: plain.slice(0, start), match: plain.slice(start, end), after: plain.slice(end) };
}

export function trialWords({ matched, excluded }: RuleTrial): string {
  if (!matched) return 'No hit';
  return excluded ? 'Excluded' : 'Hit';
}
