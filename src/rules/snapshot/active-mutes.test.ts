import { describe, expect, test } from 'vitest';
import { sampleMute } from '../../../test/support/rule-samples.ts';
import { ActiveMutes } from './active-mutes.ts';

describe('a mute', () => {
  test.each([
    [{ ruleId: '1' }, true],
    [{ workloadId: 'web' }, true],
    [{ ruleId: '1', workloadId: 'web' }, true],
    [{ ruleId: '2' }, false],
    [{ workloadId: 'db' }, false],
    [{ ruleId: '1', workloadId: 'db' }, false],
    [{ ruleId: '2', workloadId: 'web' }, false],
  ])('of %j is about hits of rule 1 in web: %s', (target, isAbout) => {
    const mutes = new ActiveMutes([sampleMute('7', target)]).about('1', 'web');
    expect(mutes.map(({ id }) => id)).toEqual(isAbout ? ['7'] : []);
  });

  test('stands beside all others that are about the same hits', () => {
    const mutes = new ActiveMutes([
      sampleMute('1', { ruleId: '1' }),
      sampleMute('2', { ruleId: '1' }),
      sampleMute('3', { workloadId: 'web' }),
      sampleMute('4', { ruleId: '1', workloadId: 'web' }),
    ]);
    expect(
      mutes
        .about('1', 'web')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['1', '2', '3', '4']);
  });
});
