import { expect, test } from 'vitest';
import type { Mute } from '../../api/shapes.ts';
import { endWords, muteWords } from './mute-words.ts';

const NAMES = new Map([['0a', 'web']]);

test.each([
  [['7', null], 'Muted', 'End mute: disk'],
  [['7', '0a'], 'Muted in web', 'End mute: disk in web'],
  [['7', '0b'], 'Muted in 0b', 'End mute: disk in 0b'],
  [[null, '0a'], 'Everything in web is muted', 'End mute: web'],
] as const)('a mute of rule and workload %j says: %s', ([rule, workload], words, deed) => {
  const mute = { rule_id: rule, workload_id: workload } as Mute;
  expect(muteWords(mute, NAMES)).toBe(words);
  expect(endWords(mute, NAMES, rule === null ? undefined : 'disk')).toBe(deed);
});
