import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../api/shapes.ts';
import { filterWords, recentWords, triggerWords } from './trigger-words.ts';

const trigger = (part: Partial<Trigger>): Trigger =>
  ({ enabled: true, fault: null, suspension: null, failing_since: null, failing_lasts: false, ...part }) as Trigger;

describe('a trigger', () => {
  test.each([
    [{}, 'ok', 'In use'],
    [{ enabled: false, fault: 'x' }, 'neutral', 'Disabled'],
    [{ suspension: 'gone' as const, failing_since: '2026' }, 'failing', 'Suspended'],
    [{ suspension: 'failing' as const }, 'failing', 'Suspended'],
    [{ fault: 'no such name' }, 'failing', 'Broken'],
    [{ failing_since: '2026', failing_lasts: true }, 'degraded', 'Failing'],
    [{ failing_since: '2026' }, 'ok', 'In use'],
  ])('that is %o is %s: %s', (part, status, words) => {
    expect(triggerWords(trigger(part))).toMatchObject({ status, words });
  });

  test('says in its own words what is wrong with it', () => {
    expect(triggerWords(trigger({ fault: 'no such name' })).why).toBe('no such name');
    expect(triggerWords(trigger({ failing_since: '2026' })).why).toMatch(/^The last message did not arrive/);
    expect(triggerWords(trigger({})).why).toBeUndefined();
  });

  test.each([
    [{ delivered: 48, failed: 2, waiting: 0 }, '2 of the last 50 failed'],
    [{ delivered: 50, failed: 0, waiting: 0 }, 'None of the last 50 failed'],
    [{ delivered: 0, failed: 7, waiting: 43 }, '7 of the last 7 failed; 43 wait'],
    [{ delivered: 1, failed: 0, waiting: 1 }, 'The last one arrived; 1 waits'],
    [{ delivered: 0, failed: 1, waiting: 0 }, 'The last one failed'],
    [{ delivered: 0, failed: 0, waiting: 0 }, 'Nothing was sent'],
    [{ delivered: 0, failed: 0, waiting: 2 }, 'Nothing was sent; 2 wait'],
  ])('whose newest were %o says: %s', (recent, words) => {
    expect(recentWords(recent)).toBe(words);
  });

  test('says what it takes', () => {
    const all = { severities: [], sources: [], workload_ids: [], message_regex: null };
    expect(filterWords(all)).toBe('All events');
    const some = {
      severities: ['error' as const],
      sources: ['ci', 'nas'],
      workload_ids: ['a', 'b'],
      message_regex: 'disk',
    };
    expect(filterWords(some)).toBe('Error; from ci, nas; of 2 workloads; like “disk”');
    expect(filterWords({ ...all, workload_ids: ['a'] })).toBe('of one workload');
  });
});
