import { describe, expect, test } from 'vitest';
import { storedTrigger } from '../../../test/support/delivery-samples.ts';
import { PASSES_ALL, SOUND, type TriggerFilter } from '../../core/deliveries/trigger.ts';
import type { PlannedEvent } from './trigger-filter.ts';
import { TriggerSnapshot } from './trigger-snapshot.ts';

const EVENT: PlannedEvent = {
  ...{ source: 'logscan', severity: 'error', message: 'disk /dev/sda1 is full', metadata: {}, workloadId: 'web' },
};
const filtered = (id: string, filter: Partial<TriggerFilter>) =>
  storedTrigger(id, { filter: { ...PASSES_ALL, ...filter } });
const hindrance = (filter: Partial<TriggerFilter>, event: Partial<PlannedEvent> = {}) => {
  const snapshot = new TriggerSnapshot([filtered('1', filter)], new Map());
  const planned = { ...EVENT, ...event };
  const [explained] = snapshot.explain(planned);
  // What is explained is what is planned.
  expect(snapshot.plan(planned)).toEqual(explained?.hindrance === undefined ? ['1'] : []);
  return explained?.hindrance;
};

describe('an event', () => {
  test('is taken when all parts of the filter hold, else the first that does not is told', () => {
    expect(hindrance({})).toBeUndefined();
    expect(hindrance({ severities: ['warn', 'error'], sources: ['logscan'], workloadIds: ['web'] })).toBeUndefined();
    expect(hindrance({ severities: ['critical'], sources: ['ci'] })).toBe('severity');
    expect(hindrance({ sources: ['ci'], workloadIds: ['db'] })).toBe('source');
    expect(hindrance({ workloadIds: ['db'], messageRegex: 'nothing' })).toBe('workload');
    expect(hindrance({ workloadIds: ['web'] }, { workloadId: null })).toBe('workload');
    expect(hindrance({ messageRegex: '^full' })).toBe('message');
    expect(hindrance({ messageRegex: '(?i)SDA\\d is (full|broken)$' })).toBeUndefined();
    expect(hindrance({ messageRegex: '✓ ü' }, { message: 'ja ✓ ü' })).toBeUndefined();
  });

  test('goes through none that is disabled, suspended or broken, and through none after many hops', () => {
    const snapshot = new TriggerSnapshot(
      [
        storedTrigger('1'),
        storedTrigger('2', { enabled: false }),
        storedTrigger('3'),
        filtered('4', { messageRegex: '(' }),
      ],
      new Map([['3', { ...SOUND, suspendedAt: 1, suspension: 'gone' }]]),
    );
    expect(snapshot.plan(EVENT)).toEqual(['1']);
    expect(snapshot.explain(EVENT).map((one) => one.hindrance)).toEqual([undefined, 'disabled', 'suspended', 'broken']);
    expect(snapshot.faults).toMatchObject([{ triggerId: '4', message: expect.any(String) }]);
    expect(['1', '2', '3', '9'].map((id) => snapshot.isOpen(id))).toEqual([true, false, false, false]);
    const came = (hops: unknown) => snapshot.plan({ ...EVENT, metadata: { tocsin_hops: hops } }).length;
    expect([came(3), came(4), came('3'), came('9'), came(-9), came(4.5), came(null)]).toEqual([1, 0, 1, 0, 0, 0, 0]);
  });

  test('costs time in proportion to its message, whatever the pattern', () => {
    const snapshot = new TriggerSnapshot([filtered('1', { messageRegex: '(a*)*b$' })], new Map());
    const began = process.cpuUsage().user;
    expect(snapshot.plan({ ...EVENT, message: 'a'.repeat(100_000) })).toEqual([]);
    expect(process.cpuUsage(undefined).user - began).toBeLessThan(1_000_000);
  });
});

test('a snapshot compiles each pattern once, and none that was there before', () => {
  const before = new TriggerSnapshot(
    [filtered('1', { messageRegex: 'a' }), filtered('2', { messageRegex: 'a' })],
    new Map(),
  );
  const pattern = before.patternOf('a');
  expect(pattern).toBeDefined();
  const after = new TriggerSnapshot([filtered('3', { messageRegex: 'a' })], new Map(), before);
  expect(after.patternOf('a')).toBe(pattern);
  expect(new TriggerSnapshot([], new Map(), after).patternOf('a')).toBeUndefined();
});
