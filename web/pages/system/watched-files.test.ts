import { expect, test } from 'vitest';
import { type Files, filesTogether } from './watched-files.ts';

type Pattern = Files['patterns'][number];

const pattern = (part: Partial<Pattern>): Pattern => ({
  ...{ pattern: '/srv/*.log', format: 'plain', workload: null, found: 3, why: null },
  ...part,
});

test.each<[watchedBy: Files['watched_by'], patterns: readonly Partial<Pattern>[], words: string]>([
  ['this_instance', [{}], '3 files'],
  ['this_instance', [{}, { found: 0, why: 'There is no such folder.' }], '3 files, 1 pattern with a fault'],
  ['this_instance', [{}, { found: null }], 'Being looked for'],
  ['another_instance', [{}], 'Watched by another server'],
  ['nobody', [{}], 'Not watched'],
])('files that are watched by %s with the patterns %j are told together: %s', (watchedBy, patterns, words) => {
  const files = { machine: 'nas', watched_by: watchedBy, files: 3, polled: false, patterns: patterns.map(pattern) };
  expect(filesTogether(files)).toBe(words);
});
