import { describe, expect, test } from 'vitest';
import type { Mute } from '../../api/shapes.ts';
import { holdingBack, naming, ofWorkloads, silencing } from './open-mutes.ts';

const mute = (part: Partial<Mute>): Mute => ({ id: '1', rule_id: null, workload_id: null, ...part }) as Mute;

const idsOf = (mutes: readonly Mute[]): readonly string[] => mutes.map(({ id }) => id);

describe('of several mutes', () => {
  const ALL = [
    mute({ id: 'rule', rule_id: '7' }),
    mute({ id: 'rule in web', rule_id: '7', workload_id: 'web' }),
    mute({ id: 'web', workload_id: 'web' }),
    mute({ id: 'other', rule_id: '8' }),
  ];

  test('a rule has those that name it, wherever they hold', () => {
    expect(idsOf(naming(ALL, { id: '7' }))).toEqual(['rule', 'rule in web']);
    expect(idsOf(ofWorkloads(ALL))).toEqual(['web']);
  });

  test.each([
    [{ id: '8', workload_id: null }, ['other']],
    [{ id: '8', workload_id: 'web' }, ['other', 'web']],
    [{ id: '9', workload_id: 'db' }, []],
  ])('the rule %j is silenced by %j', (rule, ids) => {
    expect(idsOf(silencing(ALL, rule))).toEqual(ids);
  });

  test.each([
    [{ rule_id: '7', workload_id: 'web' }, ['rule', 'rule in web', 'web']],
    [{ rule_id: '7', workload_id: 'db' }, ['rule']],
    [{ rule_id: null, workload_id: 'web' }, ['web']],
  ])('more events like %j are held back by %j', (event, ids) => {
    expect(idsOf(holdingBack(ALL, event))).toEqual(ids);
  });
});
