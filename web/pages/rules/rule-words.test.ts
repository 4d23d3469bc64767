import { describe, expect, test } from 'vitest';
import type { Rule } from '../../api/shapes.ts';
import { floodWords, isWrittenElsewhere, originWords, ruleWords } from './rule-words.ts';

const rule = (part: Partial<Rule>): Rule => ({ enabled: true, compile_error: null, origin: 'api', ...part }) as Rule;

describe('a rule', () => {
  test.each([
    [{}, 'ok', 'In force'],
    [{ enabled: false }, 'degraded', 'Switched off'],
    [{ compile_error: { field: 'pattern' as const, message: 'missing )', position: 3 } }, 'failing', 'Broken'],
  ])('that is %o is %s: %s', (part, status, words) => {
    expect(ruleWords(rule(part))).toEqual({ status, words });
  });

  test('says where it stands when it cannot be changed here', () => {
    expect(originWords(rule({}))).toBeUndefined();
    expect(originWords(rule({ origin: 'yaml' }))).toBe('configuration file');
    expect(originWords(rule({ origin: 'label' }))).toBe('label of a container');
    expect(['7', 'yaml-0123456789abcdef', 'label-0123456789abcdef'].map(isWrittenElsewhere)).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each([
    [[0, null, null], 'Every hit'],
    [[300, null, null], 'The first hit, then quiet for 5 min'],
    [[0, 5, 60], '5 within 1 min, every time'],
    [[60, 5, 90], '5 within 1 min 30 s, then quiet for 1 min'],
  ] as const)('with cooldown, threshold and window of %j becomes an event: %s', ([cooldown, count, window], words) => {
    const flood = { cooldown_seconds: cooldown, threshold_count: count, threshold_window_seconds: window };
    expect(floodWords(flood)).toBe(words);
  });
});
