import { describe, expect, test } from 'vitest';
import { recordRules } from '../../../test/support/recorded-occurrences.ts';
import { type LabelledOrigin, LabelRules } from './label-rules.ts';

const originOf = (key: string, labels: Readonly<Record<string, string>>, name = 'shop/web'): LabelledOrigin => ({
  key,
  host: 'nas',
  containerName: `container-${key}`,
  workload: { kind: 'compose', name },
  labels,
});

const OOM = { 'tocsin.rule.oom.pattern': 'out of memory' };

function scene() {
  const { occurrences, recorded } = recordRules();
  const labels = new LabelRules(occurrences);
  const rules = () => labels.rules.map(({ name, pattern, origin }) => `${origin} ${name}: ${pattern}`);
  return { labels, rules, recorded };
}

describe('rules in labels', () => {
  test('come with their container and go with the last one of its workload', () => {
    const { labels, rules } = scene();
    expect(labels.see(originOf('a', OOM))).toBe(true);
    const [rule] = labels.rules;
    expect(labels.see(originOf('b', { ...OOM }))).toBe(false);
    expect(labels.forget('a')).toBe(false);
    expect([rules(), labels.rules[0]]).toEqual([['label oom: out of memory'], rule]);
    expect(labels.forget('b')).toBe(true);
    expect([rules(), labels.forget('b')]).toEqual([[], false]);
  });

  test('are others for another workload, under another id', () => {
    const { labels } = scene();
    labels.see(originOf('a', OOM));
    labels.see(originOf('b', OOM, 'shop/db'));
    const [web, db] = labels.rules;
    expect(labels.rules).toHaveLength(2);
    expect(web?.id).not.toBe(db?.id);
    expect(web?.scope).not.toEqual(db?.scope);
  });

  test('change with the labels of a container, and keep their id', () => {
    const { labels, rules } = scene();
    labels.see(originOf('a', OOM));
    const id = labels.rules[0]?.id;
    expect(labels.see(originOf('a', { 'tocsin.rule.oom.pattern': 'OOM' }))).toBe(true);
    expect([rules(), labels.rules[0]?.id]).toEqual([['label oom: OOM'], id]);
    expect(labels.see(originOf('a', {}))).toBe(true);
    expect(rules()).toEqual([]);
  });

  test('of containers that contradict each other are those of the first by its key, whichever was seen first', () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const { labels, rules, recorded } = scene();
      for (const key of order) labels.see(originOf(key, { 'tocsin.rule.oom.pattern': `pattern of ${key}` }));
      expect(rules()).toEqual(['label oom: pattern of a']);
      expect(labels.faults).toEqual([
        { container: 'container-b', label: 'tocsin.rule.oom', message: expect.stringContaining('another container') },
      ]);
      expect(recorded).toHaveLength(1);
      labels.forget('a');
      expect([rules(), labels.faults]).toEqual([['label oom: pattern of b'], []]);
    }
  });

  test('that are wrong are told once, with their container', () => {
    const { labels, recorded } = scene();
    const wrong = { ...OOM, 'tocsin.rule.oom.severity': 'bad' };
    labels.see(originOf('a', wrong));
    labels.see(originOf('a', { ...wrong }));
    expect(recorded.map(({ what, details }) => [what, details.container, details.label])).toEqual([
      ['labelRefused', 'container-a', 'tocsin.rule.oom.severity'],
    ]);
    expect(labels.faults).toHaveLength(1);
    labels.forget('a');
    expect(labels.faults).toEqual([]);
  });
});
