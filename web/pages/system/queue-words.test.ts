import { expect, test } from 'vitest';
import { queueWords } from './queue-words.ts';

type Queues = Parameters<typeof queueWords>[0];

const EMPTY: Queues = {
  deliveries: 0,
  commits: { effects: 0, most_effects: 20_000, bytes: 0, most_bytes: 8 * 1024 * 1024 },
  text_index: 0,
  shipping: [],
};

const said = (changes: Partial<Queues>): readonly string[] =>
  queueWords({ ...EMPTY, ...changes }).map(({ name, words, note }) => `${name}: ${words}; ${note}`);

test('where nothing waits, each queue says so, and what may wait', () => {
  expect(said({})).toEqual([
    'Deliveries: None waits; for their time, or for an answer',
    'Commits: Nothing waits; reading waits at 20,000, or at 8 MiB',
    'Text index: Nothing waits; a search reads the newest events itself',
    'Log shipping: Off; this server’s own log goes nowhere else',
  ]);
});

test.each([
  [{ deliveries: 1 }, 'Deliveries: 1 waits; for their time, or for an answer'],
  [{ deliveries: 1_234 }, 'Deliveries: 1,234 wait; for their time, or for an answer'],
  [
    { commits: { ...EMPTY.commits, effects: 1, bytes: 512 } },
    'Commits: 1 effect of lines, 512 B; reading waits at 20,000, or at 8 MiB',
  ],
  [
    { commits: { effects: 0, most_effects: 0, bytes: 0, most_bytes: 0 } },
    'Commits: Nothing waits; nothing is read here',
  ],
  [{ text_index: 1_023 }, 'Text index: 1,023 events to go; a search reads the newest events itself'],
  [{ text_index: null }, 'Text index: Unknown: the store does not answer; a search reads the newest events itself'],
  [
    { shipping: [{ destination: 'datadog', lines: 0, most_lines: 10_000 }] },
    'Log to datadog: No line waits; beyond 10,000 the oldest are dropped',
  ],
  [
    { shipping: [{ destination: 'papertrail', lines: 12, most_lines: 10_000 }] },
    'Log to papertrail: 12 lines wait; beyond 10,000 the oldest are dropped',
  ],
])('queues with %j are told in words', (changes, words) => {
  expect(said(changes)).toContain(words);
});

test('where deliveries wait they can be looked at', () => {
  expect(queueWords(EMPTY).map(({ href }) => href)).toEqual([
    '/deliveries?state=pending',
    undefined,
    undefined,
    undefined,
  ]);
});
