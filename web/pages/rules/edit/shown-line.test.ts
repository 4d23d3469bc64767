import { expect, test } from 'vitest';
import type { RuleTrial } from '../../../api/shapes.ts';
import { shownLine, trialWords } from './shown-line.ts';

const trial = (part: Partial<RuleTrial>): RuleTrial =>
  ({ matched: true, excluded: false, captures: {}, match_start: null, match_end: null, ...part }) as RuleTrial;

test('a line is cut where the match begins and ends, by the characters that a pattern sees', () => {
  const cut = shownLine('the \u001b[31mdisk\u001b[0m is full', trial({ match_start: 4, match_end: 8 }));
  expect(cut).toEqual({ before: 'the ', match: 'disk', after: ' is full' });
  expect(shownLine('nothing', trial({ matched: false }))).toEqual({ before: 'nothing', match: '', after: '' });
});

test('what becomes of a line is said in a word', () => {
  expect(trialWords(trial({}))).toBe('Hit');
  expect(trialWords(trial({ excluded: true }))).toBe('Excluded');
  expect(trialWords(trial({ matched: false }))).toBe('No hit');
});
