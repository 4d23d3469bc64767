import { expect, test } from 'vitest';
import { fileOrigin } from '../../../test/support/file-origin.ts';
import { at } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import { withGapEvents } from './gap-events.ts';

const HOUR = 3_600_000;
const web = sampleOrigin('web');
const rotated = { reason: 'rotated', from: at(0), to: undefined } as const;

test('a gap becomes an event that says whose lines are lost, and why', () => {
  const [change] = withGapEvents([{ origin: web, gaps: [rotated], effects: [] }], 0);
  expect(change?.effects).toEqual([
    {
      key: `system gap ${web.key} rotated 0`,
      source: 'system',
      severity: 'warn',
      message: 'Lines of web are lost: the engine had deleted them before they could be read.',
      metadata: {
        ...{ kind: 'gap', reason: 'rotated', from: new Date(at(0).seconds * 1_000).toISOString(), to: null },
        ...{ workload_id: workloadId(web), workload_name: 'web', container_id: 'web', container_name: 'web' },
        host: web.host,
      },
      workloadId: workloadId(web),
      ruleId: null,
    },
  ]);
});

test('a container that loses lines all the time has one event an hour for each reason', () => {
  const broken = { reason: 'engine_error', from: undefined, to: undefined } as const;
  const keys = [0, HOUR - 1, HOUR].map((now) =>
    withGapEvents([{ origin: web, gaps: [rotated, rotated, broken], effects: [] }], now)[0]?.effects.map(
      ({ key }) => key,
    ),
  );
  expect(new Set(keys.flat()).size).toBe(4);
});

test('what an engine leaves unproven of each container that it removes is told once a day for all of them', () => {
  const unproven = { reason: 'end_unproven', from: at(0), to: undefined } as const;
  const other = sampleOrigin('other');
  const none: readonly NewEvent[] = [];
  const keys = [0, 24 * HOUR - 1, 24 * HOUR].map((now) =>
    withGapEvents(
      [web, other].map((origin) => ({ origin, gaps: [unproven], effects: none })),
      now,
    ).flatMap(({ effects }) => effects.map(({ key }) => key)),
  );
  expect(keys.map((of) => new Set(of).size)).toEqual([1, 1, 1]);
  expect([keys[0]?.[0] === keys[1]?.[0], keys[1]?.[0] === keys[2]?.[0]]).toEqual([true, false]);
  const elsewhere = withGapEvents([{ origin: { ...web, host: 'elsewhere' }, gaps: [unproven], effects: none }], 0);
  expect(elsewhere[0]?.effects[0]?.key).not.toBe(keys[0]?.[0]);
});

test('what has no gap stays as it is', () => {
  const changes = [{ effects: [] }, { origin: web, gaps: [], effects: [] }];
  expect(withGapEvents(changes, 0)).toEqual(changes);
});

test('a gap of a file says what happens to files, and names no engine', () => {
  const gaps = (
    ['rotated', 'removed_while_away', 'missed_short_lived', 'removed_before_read', 'truncated'] as const
  ).map((reason) => ({ reason, from: undefined, to: undefined }));
  const [change] = withGapEvents([{ origin: fileOrigin('/var/log/a.log'), gaps, effects: [] }], 0);
  const words = change?.effects.map(({ message }) => message) ?? [];
  expect(words[0]).toBe(
    'Lines of /var/log/a.log may be lost: the file was rotated away, deleted or replaced before it was certain that all of it had been read.',
  );
  expect(words.filter((text) => /engine|container/.test(text))).toEqual([]);
});
