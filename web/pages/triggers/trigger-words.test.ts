import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../api/shapes.ts';
import { filterWords, triggerWords } from './trigger-words.ts';

const trigger = (part: Partial<Trigger>): Trigger =>
  ({ enabled: true, fault: null, suspension: null, failing_since: null, ...part }) as Trigger;

describe('a trigger', () => {
  test.each([
    [{}, 'ok', 'In use'],
    [{ enabled: false, fault: 'x' }, 'degraded', 'Disabled'],
    [{ suspension: 'gone' as const, failing_since: '2026' }, 'failing', 'Suspended'],
    [{ suspension: 'failing' as const }, 'failing', 'Suspended'],
    [{ fault: 'no such name' }, 'failing', 'Broken'],
    [{ failing_since: '2026' }, 'degraded', 'Failing'],
  ])('that is %o is %s: %s', (part, status, words) => {
    expect(triggerWords(trigger(part))).toMatchObject({ status, words });
  });

  test('says in its own words what is wrong with it', () => {
    expect(triggerWords(trigger({ fault: 'no such name' })).why).toBe('no such name');
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
