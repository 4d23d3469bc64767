import { expect, test } from 'vitest';
import type { Rule } from '../../api/shapes.ts';
import { whereIn } from './where-in.ts';

const rule = (id: string, part: Partial<Rule> = {}): Rule =>
  ({ id, name: `rule ${id}`, workload_id: null, overrides_rule_id: null, ...part }) as Rule;

const DISK = rule('1');
const ALONE = rule('2', { workload_id: 'a' });
const IN_WEB = rule('3', { workload_id: 'a', overrides_rule_id: '1' });
const ELSEWHERE = rule('4', { workload_id: 'b', overrides_rule_id: '1' });
const UNLISTED = rule('5', { workload_id: 'b', overrides_rule_id: '9' });
const PLAIN = rule('6');

test('a rule says where it holds, and a global one in how many workloads another stands in its place', () => {
  const whereOf = whereIn([DISK, ALONE, IN_WEB, ELSEWHERE, UNLISTED, PLAIN], new Map([['a', 'web']]));
  expect([DISK, ALONE, IN_WEB, ELSEWHERE, UNLISTED, PLAIN].map(whereOf)).toEqual([
    { words: 'otherwise in 2 workloads', href: '/rules/1#overrides' },
    { words: 'in web alone' },
    { words: 'for “rule 1” in web' },
    { words: 'for “rule 1” in b' },
    { words: 'for “9” in b' },
    undefined,
  ]);
});
