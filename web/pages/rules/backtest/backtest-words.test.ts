import { describe, expect, test } from 'vitest';
import type { Backtest } from '../../../api/shapes.ts';
import { decisionWords, headline, heldBackWords, progressWords, readWords, unreadWords } from './backtest-words.ts';

const container = (change: Partial<Backtest['containers'][number]>): Backtest['containers'][number] => ({
  id: 'c',
  name: 'web',
  workload_id: 'w',
  state: 'read',
  why: null,
  lines: 0,
  first_line_at: null,
  last_line_at: null,
  ...change,
});

const ALL = { containers_left_out: 0 };

describe('what a back-test found', () => {
  test.each([
    [0, 0, 'No line hit'],
    [1, 0, '1 hit, no event'],
    [1, 1, '1 hit, 1 event'],
    [12_345, 2, '12,345 hits, 2 events'],
  ])('with %i hits and %i events reads: %s', (hits, events, words) => {
    expect(headline({ hits, events })).toBe(words);
  });

  test('says how much was read', () => {
    const containers = [container({}), container({ state: 'cut_short' }), container({ state: 'failed' })];
    expect(readWords({ lines_read: 1, containers: [container({})], ...ALL })).toBe('in 1 line of 1 container');
    expect(readWords({ lines_read: 20_000, containers, ...ALL })).toBe('in 20,000 lines of 2 containers');
  });

  test('calls containers and files by what they have in common, where there are files', () => {
    const containers = [container({}), container({ id: 'file-0123456789abcdef' })];
    expect(readWords({ lines_read: 5, containers, ...ALL })).toBe('in 5 lines of 2 logs');
    const failed = container({ id: 'file-0123456789abcdef', name: '/a', state: 'failed', why: 'Nobody can.' });
    const hidden = { containers: [failed], containers_left_out: 1 };
    expect(unreadWords(hidden)).toEqual(['/a was not read. Nobody can.', '1 more log is not listed.']);
  });

  test('says what was held back and why, and what was excluded', () => {
    const none = { threshold: 0, cooldown: 0, rate_limit: 0 };
    expect(heldBackWords({ suppressed: none, excluded: 0 })).toBe('');
    expect(heldBackWords({ suppressed: { threshold: 1, cooldown: 2_000, rate_limit: 3 }, excluded: 1 })).toBe(
      'Held back: 1 below the threshold, 2,000 in the cooldown, 3 over the limit of a log. 1 line was excluded, which is no hit.',
    );
    expect(heldBackWords({ suppressed: none, excluded: 2 })).toBe('2 lines were excluded, which is no hit.');
  });

  test('says how far it is', () => {
    expect(progressWords({ share: 0.5, lines: 2_000, bytes: 1, hits: 1, events: 0 })).toBe(
      '2,000 lines read, 1 hit, 0 events so far',
    );
  });

  test('says of each line what became of it', () => {
    const all = ['admitted', 'threshold', 'muted', 'cooldown', 'rate_limit'] as const;
    expect(new Set(all.map((decision) => decisionWords({ decision }))).size).toBe(all.length);
  });

  test('says which logs were not read, and why', () => {
    const containers = [
      container({}),
      container({ name: 'mute', state: 'failed', why: 'Nobody can.' }),
      container({ name: 'big', state: 'cut_short', why: 'No time.' }),
    ];
    expect(unreadWords({ containers, ...ALL })).toEqual([
      'mute was not read. Nobody can.',
      'big was read in part. No time.',
    ]);
  });

  test('says how many containers are not listed where that may hide something', () => {
    const failed = container({ name: 'mute', state: 'failed', why: 'Nobody can.' });
    const hidden = { containers: [failed], containers_left_out: 2 };
    expect(unreadWords(hidden)).toEqual(['mute was not read. Nobody can.', '2 more containers are not listed.']);
    expect(readWords({ lines_read: 5, ...hidden })).toBe('in 5 lines');
    const whole = { containers: [failed, container({})], containers_left_out: 2 };
    expect(unreadWords(whole)).toEqual(['mute was not read. Nobody can.']);
    expect(readWords({ lines_read: 5, ...whole })).toBe('in 5 lines of 3 containers');
  });
});
