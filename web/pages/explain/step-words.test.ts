import { describe, expect, test } from 'vitest';
import { HINDRANCES } from '../../../src/triggers/plan/trigger-snapshot.ts';
import { inOrder, type Step, stepWords, triggerLines } from './step-words.ts';

const step = (part: Partial<Step>): Step => ({ outcome: 'no_match', matched: false, triggers: null, ...part }) as Step;

describe('what a rule would make of a line', () => {
  test('is said in words', () => {
    expect(stepWords(step({ outcome: 'admitted' }))).toMatchObject({ status: 'ok', words: 'An event' });
    for (const outcome of ['no_match', 'other_stream', 'excluded'] as const)
      expect(stepWords(step({ outcome })).status).toBe('neutral');
    expect(stepWords(step({ outcome: 'muted' })).status).toBe('degraded');
    expect(stepWords(step({ outcome: 'cooldown' })).why).toContain('cooldown');
  });

  test('comes with where the event would go, and why not elsewhere', () => {
    const triggers: Step['triggers'] = [
      { id: '1', name: 'ops', hindrance: null },
      { id: '2', name: 'night', hindrance: 'disabled' },
    ];
    expect(triggerLines(step({ triggers }))).toEqual(['Goes through “ops”.', 'Not through “night”: it is disabled.']);
    expect(triggerLines(step({}))).toEqual([]);
  });

  test('has words for everything that can stand against a trigger', () => {
    for (const hindrance of HINDRANCES) {
      const [line = ''] = triggerLines(step({ triggers: [{ id: '1', name: 'x', hindrance }] }));
      expect(line).not.toContain(`: ${hindrance}.`);
    }
  });

  test('is shown with what says most first', () => {
    const steps = [
      step({ rule_id: 'a' }),
      step({ rule_id: 'b', matched: true, outcome: 'muted' }),
      step({ rule_id: 'c', outcome: 'admitted' }),
    ];
    expect(inOrder(steps).map(({ rule_id: id }) => id)).toEqual(['c', 'b', 'a']);
  });
});
