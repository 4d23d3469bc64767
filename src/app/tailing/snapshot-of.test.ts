import { expect, test } from 'vitest';
import { sampleRule } from '../../../test/support/rule-samples.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { snapshotOf } from './snapshot-of.ts';

function faultsOf(...rules: Rule[]): readonly string[] {
  const made = snapshotOf(rules);
  return made.ok ? [] : made.faults;
}

test('has the enabled rules in force, the most severe first', () => {
  const made = snapshotOf([
    sampleRule('r1', { name: 'minor', severity: 'warn' }),
    sampleRule('r2', { name: 'off', enabled: false }),
    sampleRule('r3', { name: 'major', severity: 'critical' }),
  ]);
  expect(made.ok && made.snapshot.places.map(({ name }) => name)).toEqual(['major', 'minor']);
});

test('names every pattern that is none, with its place', () => {
  expect(
    faultsOf(sampleRule('r1', { name: 'one', pattern: 'x(' }), sampleRule('r2', { name: 'two', excludePattern: '[' })),
  ).toEqual([
    expect.stringContaining('rule "one": pattern, at its character 2: '),
    expect.stringContaining('rule "two": exclude_pattern, at its character 1: '),
  ]);
});

test('is refused where no rule is left to look for', () => {
  expect(faultsOf(sampleRule('r1', { enabled: false }))).toEqual(['there is no rule to look for']);
});

test('is refused where the rules look at more fields than they may', () => {
  const rules = Array.from({ length: 17 }, (_, i) => sampleRule(`r${i}`, { field: `f${i}` }));
  expect(faultsOf(...rules.slice(1))).toEqual([]);
  expect(faultsOf(...rules)).toEqual([expect.stringContaining('16')]);
});

test('is refused where the patterns are too large together, from the first one that does not fit', () => {
  const large = Array.from({ length: 60 }, (_, i) =>
    sampleRule(`r${i}`, { name: `large ${i}`, pattern: `${i}(?:${'x'.repeat(80)}){1000}` }),
  );
  expect(faultsOf(...large)).toEqual([expect.stringMatching(/^from rule "large \d+" on there is no room/)]);
});
