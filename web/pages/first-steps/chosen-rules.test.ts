import { expect, test } from 'vitest';
import type { StarterRule } from '../../api/shapes.ts';
import { chosenRules } from './chosen-rules.ts';

const none = { exclude_pattern: null, threshold_count: null, threshold_window_seconds: null };
const offered = ['Panic', 'Disk full'].map(
  (name): StarterRule => ({ ...none, name, pattern: name, about: 'It is bad.', severity: 'critical' }),
);
const api = { starterRules: async () => ({ items: offered }) };

test('what is chosen is given as the server takes it, and a name that is not offered is no rule', async () => {
  expect(await chosenRules(api, ['Disk full', 'Gone'])).toEqual([
    { ...none, name: 'Disk full', pattern: 'Disk full', severity: 'critical' },
  ]);
});

test('of nothing that was chosen nobody is asked', async () => {
  const starterRules = () => Promise.reject(new Error('asked'));
  expect(await chosenRules({ starterRules }, undefined)).toEqual([]);
});
