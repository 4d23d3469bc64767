import { expect, test } from 'vitest';
import { sampleOrigin } from '../../../../../test/support/origin-samples.ts';
import { parseContainerPattern } from '../../../../config/container-pattern.ts';
import { joinedContainers } from './joined-containers.ts';

function joins(patterns: readonly string[], label?: string): boolean {
  const parsed = patterns.flatMap((item) => parseContainerPattern(item) ?? []);
  return joinedContainers(parsed)(sampleOrigin('web', label === undefined ? {} : { labels: { 'tocsin.join': label } }));
}

test.each<[readonly string[], string | undefined, boolean]>([
  [[], undefined, false],
  [['name=*'], undefined, true],
  [['name=db', 'name=w?b'], undefined, true],
  [['name=db'], undefined, false],
  [[], 'true', true],
  [[], 'Yes', true],
  [['name=*'], 'false', false],
  [['name=*'], 'off', false],
  [['name=*'], 'perhaps', true],
  [[], 'perhaps', false],
])('with the setting %j and the label %j lines are joined: %j', (patterns, label, expected) => {
  expect(joins(patterns, label)).toBe(expected);
});
