import { describe, expect, test } from 'vitest';
import { coverageWords, reconnectWords, worstOf } from './coverage-words.ts';

describe('how a container is watched', () => {
  test.each([
    [{ state: 'following' }, 'ok', 'Watched'],
    [{ state: 'unreadable' }, 'degraded', 'Unreadable'],
    [{ state: 'out_of_reach' }, 'failing', 'Out of reach'],
    [{ state: 'following', stuck: true }, 'failing', 'Stuck'],
  ] as const)('%o is %s: %s', (part, status, words) => {
    expect(coverageWords({ stuck: false, note: null, ...part })).toMatchObject({ status, words });
  });

  test('is told in the engine’s own sentence where there is one', () => {
    const note = 'configured logging driver does not support reading';
    expect(coverageWords({ state: 'unreadable', stuck: false, note }).meaning).toBe(note);
  });

  test('is, for several, the worst of them', () => {
    expect(worstOf(['following', 'unreadable', 'idle'])?.words).toBe('Unreadable');
    expect(worstOf(['following', 'unreadable', 'failed'])?.words).toBe('Failed');
    expect(worstOf(['idle', 'following'])?.words).toBe('Not running');
    expect(worstOf([])).toBeUndefined();
  });

  test.each([
    [{}, 'Never'],
    [{ cut: 0 }, 'Never'],
    [{ cut: 1 }, 'Once: 1 × the connection was cut'],
    [{ cut: 2, stalled: 3 }, '5 times: 2 × the connection was cut, 3 × nothing came although there was something'],
  ])('was opened anew %o: %s', (reconnects, words) => {
    expect(reconnectWords(reconnects)).toBe(words);
  });
});
