import { expect, test } from 'vitest';
import type { RuleTrial } from '../../../../api/shapes.ts';
import { capturedWords, joinedWords, shownLine, trialWords } from './shown-line.ts';

const trial = (part: Partial<RuleTrial>): RuleTrial =>
  ({ matched: true, excluded: false, captures: {}, match_start: null, match_end: null, ...part }) as RuleTrial;

test('a line is cut where the match begins and ends, by the characters that a pattern sees', () => {
  const cut = shownLine('the \u001b[31mdisk\u001b[0m is full', trial({ match_start: 4, match_end: 8 }));
  expect(cut).toEqual({ before: 'the ', match: 'disk', after: ' is full' });
  expect(shownLine('nothing', trial({ matched: false }))).toEqual({ before: 'nothing', match: '', after: '' });
});

test('a line and what was captured hide nothing, and turn no writing round', () => {
  const cut = shownLine('a\u202eb c\u0007d', trial({ match_start: 1, match_end: 5, captures: { x: 'b\u2066' } }));
  expect(cut).toEqual({ before: 'a', match: '<202E>b c', after: '<0007>d' });
  expect(capturedWords(trial({ captures: { x: 'b\u2066', y: '' } }))).toBe('x = b<2066>, y = ');
  expect(capturedWords(trial({ captures: null }))).toBe('');
});

test('what becomes of a line is said in a word', () => {
  expect(trialWords(trial({}))).toBe('Hit');
  expect(trialWords(trial({ excluded: true }))).toBe('Excluded');
  expect(trialWords(trial({ matched: false }))).toBe('No hit');
});

test.each([
  [undefined, ''],
  [{ joins_lines: false, join_start: null }, '; lines of shop are not joined'],
  [{ joins_lines: true, join_start: null }, '; joined as those of shop'],
  [{ joins_lines: true, join_start: '^#' }, '; joined as those of shop, where ^# is found'],
])('how lines of a workload are joined is said: %j', (joins, words) => {
  expect(joinedWords(joins, 'shop')).toBe(words);
});
