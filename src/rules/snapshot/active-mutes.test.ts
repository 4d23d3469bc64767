import { describe, expect, test } from 'vitest';
import { sampleMute } from '../../../test/support/rule-samples.ts';
import { ActiveMutes } from './active-mutes.ts';

const hit = { ruleId: '1', workloadId: 'web', seconds: 5, nanos: 0 };

describe('a mute', () => {
  test.each([
    [{ ruleId: '1' }, true],
    [{ workloadId: 'web' }, true],
    [{ ruleId: '1', workloadId: 'web' }, true],
    [{ ruleId: '2' }, false],
    [{ workloadId: 'db' }, false],
    [{ ruleId: '1', workloadId: 'db' }, false],
    [{ ruleId: '2', workloadId: 'web' }, false],
  ])('of %j holds for a hit of rule 1 in web: %s', (target, holds) => {
    expect(new ActiveMutes([sampleMute('7', target)]).of(hit)?.id).toBe(holds ? '7' : undefined);
  });

  test('holds from its first moment up to its last, by the time of the line and to the nanosecond', () => {
    const mutes = new ActiveMutes([sampleMute('7', { ruleId: '1', from: 1_500, until: 2_500 })]);
    const at = (seconds: number, nanos: number): boolean => mutes.of({ ...hit, seconds, nanos }) !== undefined;
    expect([at(1, 499_999_999), at(1, 500_000_000), at(2, 499_999_999), at(2, 500_000_000)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('that was ended holds up to that moment, and never when that was before it began', () => {
    const ended = sampleMute('7', { ruleId: '1', from: 1_000, until: 9_000, endedAt: 4_000 });
    const at = (mute: typeof ended, seconds: number) => new ActiveMutes([mute]).of({ ...hit, seconds })?.id;
    expect([at(ended, 3), at(ended, 4)]).toEqual(['7', undefined]);
    expect(at({ ...ended, from: 5_000 }, 6)).toBeUndefined();
  });

  test('is found among many, also when others of the same rule are over', () => {
    const many = Array.from({ length: 500 }, (_, i) => sampleMute(`o${i}`, { ruleId: '1', from: i, until: i + 1 }));
    expect(new ActiveMutes([...many, sampleMute('7', { ruleId: '1' })]).of(hit)?.id).toBe('7');
  });
});
