// A sample line with the place of the match, cut into what stands before it, in it and behind it.
import type { OfSeveral } from '../../../../api/rule-calls.ts';
import type { RuleTrial } from '../../../../api/shapes.ts';
import { showCount } from '../../../../format/count.ts';
import { withNothingHidden } from '../../../logs/ansi.ts';

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
  if (start === null || end === null) return { before: withNothingHidden(plain), match: '', after: '' };
  // What is shown of a character may be longer than it is.
  const part = (from: number, to?: number): string => withNothingHidden(plain.slice(from, to));
  return { before: part(0, start), match: part(start, end), after: part(end) };
}

/** What the groups of the pattern hold; empty where it has none. */
export function capturedWords({ captures }: RuleTrial): string {
  const held = Object.entries((captures ?? {}) as Readonly<Record<string, string>>);
  return held.map(([name, text]) => `${name} = ${withNothingHidden(text)}`).join(', ');
}

export function trialWords({ matched, excluded }: RuleTrial): string {
  if (!matched) return 'No hit';
  return excluded ? 'Excluded' : 'Hit';
}

/** How lines that are taken for those of a workload were joined, as the end of a sentence. */
export function joinedWords(joins: OfSeveral['workload_joins'], workload: string): string {
  if (joins === undefined) return '';
  if (!joins.joins_lines) return `; lines of ${workload} are not joined`;
  return joins.join_start === null
    ? `; joined as those of ${workload}`
    : `; joined as those of ${workload}, where ${joins.join_start} is found`;
}

/** Of lines that stand in objects of JSON, those that were not given so, as the end of a sentence. */
export const apartWords = (lines: number): string =>
  lines === 0
    ? ''
    : `; of ${showCount(lines, 'line')} the object is not known, and the field was looked for in the text`;
