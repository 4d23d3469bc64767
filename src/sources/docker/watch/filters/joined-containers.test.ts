import { expect, test } from 'vitest';
import { sampleOrigin } from '../../../../../test/support/origin-samples.ts';
import { parseContainerPattern } from '../../../../config/container-pattern.ts';
import type { JoinTerms } from '../../../../core/joining/joining.ts';
import { joinedContainers } from './joined-containers.ts';

function termsOf(patterns: readonly string[], labels: Readonly<Record<string, string>>, start?: string) {
  const parsed = patterns.flatMap((item) => parseContainerPattern(item) ?? []);
  return joinedContainers({ patterns: parsed, start, isStart: (text) => text !== '(' })(
    sampleOrigin('web', { labels }),
  );
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
  const labels = label === undefined ? {} : { 'tocsin.join': label };
  expect(termsOf(patterns, labels) !== undefined).toBe(expected);
});

test.each<[Readonly<Record<string, string>>, string | undefined, JoinTerms | undefined]>([
  [{ 'tocsin.join': 'true' }, undefined, { start: undefined }],
  [{ 'tocsin.join': 'true' }, '^a', { start: '^a' }],
  [{ 'tocsin.join.start': '^b' }, '^a', { start: '^b' }],
  [{ 'tocsin.join.start': '^b', 'tocsin.join': 'false' }, '^a', undefined],
  [{ 'tocsin.join.start': '(', 'tocsin.join': 'true' }, '^a', { start: '^a' }],
  [{ 'tocsin.join.start': '(' }, '^a', undefined],
])('with the labels %j and the setting %j their beginning is known by %j', (labels, start, expected) => {
  expect(termsOf([], labels, start)).toEqual(expected);
});
