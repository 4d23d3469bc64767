import { expect, test } from 'vitest';
import { ApiError } from '../../api/api-error.ts';
import type { Trigger } from '../../api/shapes.ts';
import { retryingNow } from './hands/delivery-hands.ts';
import { handsNeeded, type Standing } from './needs-a-hand.ts';

const ENGINE: Standing['system']['engines'][number] = {
  name: 'nas',
  configured: true,
  watched_by: 'this_instance',
  state: 'live',
  since: '2026-01-01T00:00:00.000Z',
  out_of_reach_seconds: null,
  last_fault: null,
  kind: 'docker',
  version: '28',
  api_version: '1',
  notes: [],
  ever_connected: true,
  containers_watched: 1,
  containers_excluded: 0,
  listed_at: null,
  events_missed: 0,
  events_unreadable: 0,
};
const COVERAGE = {
  containers_read: 1,
  containers_unreadable: 0,
  containers_not_wanted: 0,
  containers_stuck: 0,
  containers_with_gaps: 1,
  lag_seconds: 0,
};
const TRIGGER: Trigger = {
  id: '7',
  name: 'ops',
  enabled: true,
  channel: 'webhook',
  config: {},
  action_secret: null,
  origin: 'api',
  filter: { severities: [], sources: [], workload_ids: [], message_regex: null },
  fault: null,
  failing_since: null,
  failing_lasts: false,
  suspended_at: null,
  suspension: null,
  created_at: null,
  updated_at: null,
};
function systemOf(engines: Standing['system']['engines'], coverage: Partial<typeof COVERAGE> = {}): Standing['system'] {
  return { engines, coverage: { ...COVERAGE, ...coverage }, files: null };
}

function filesWith(whys: readonly (string | null)[]): Standing['system']['files'] {
  const pattern = { pattern: '/srv/*.log', workload: null, format: 'plain', found: 0 } as const;
  return {
    machine: 'nas',
    watched_by: 'this_instance',
    files: 0,
    polled: false,
    patterns: whys.map((why) => ({ ...pattern, why })),
  };
}

const YOUNG: Trigger = { ...TRIGGER, failing_since: '2026-01-02T11:59:00.000Z' };
const LASTING: Trigger = { ...YOUNG, failing_lasts: true };
const WELL: Standing = {
  health: { checks: { store: { status: 'ok', message: '' }, rules: { status: 'ok', message: '' } } },
  system: systemOf([ENGINE]),
  watching: { status: 'ok', reasons: [] },
  rules: { value: { last_compile_errors: [] } },
  triggers: { value: [TRIGGER] },
  dead: { value: { count: 0, more: false } },
};
const ERROR = {
  rule_id: '3',
  rule_name: 'disk',
  origin: 'api',
  field: 'pattern',
  message: 'Never closed.',
  position: 4,
};
const BLIND: Standing['watching'] = { status: 'degraded', reasons: ['No engine is there.', 'More.'] };
const ABSENT = { ...ENGINE, configured: false, ever_connected: false, state: 'down' } as const;

const ill = (name: string): Standing['health'] => ({ checks: { [name]: { status: 'degraded', message: 'Why.' } } });

const told = (changes: Partial<Standing>) =>
  handsNeeded({ ...WELL, ...changes }).map(({ status, what, href }) => `${status} ${what} ${href}`);

test('nothing needs a hand where all is well, nor does an engine that nobody asked for and that is not there', () => {
  expect(told({})).toEqual([]);
  expect(told({ system: systemOf([ABSENT]) })).toEqual([]);
});

test.each<[Partial<Standing>, string]>([
  [
    { health: { checks: { store: { status: 'failing', message: 'Full.' } } } },
    'failing The store cannot be written /system',
  ],
  [{ system: systemOf([{ ...ENGINE, state: 'down' }]) }, 'failing nas is not watched /system'],
  [{ system: systemOf([], { containers_unreadable: 3 }) }, 'degraded 3 containers cannot be read /workloads'],
  [{ system: systemOf([], { containers_stuck: 1 }) }, 'degraded 1 container is behind /workloads'],
  [
    { system: { ...systemOf([], { containers_unreadable: 3 }), files: filesWith([]) } },
    'degraded 3 logs cannot be read /workloads',
  ],
  [
    { system: { ...systemOf([], { containers_stuck: 1 }), files: filesWith([]) } },
    'degraded 1 log is behind /workloads',
  ],
  [
    { system: { ...systemOf([]), files: filesWith(['No such folder.']) } },
    'degraded 1 pattern of files has a fault /system',
  ],
  [
    { system: { ...systemOf([]), files: filesWith(['No such folder.', null, 'Nobody may look.']) } },
    'degraded 2 patterns of files have a fault /system',
  ],
  [{ rules: { value: { last_compile_errors: [ERROR] } } }, 'degraded “disk” is not in force /rules/3'],
  [
    { rules: { value: { last_compile_errors: [{ ...ERROR, origin: 'yaml' }] } } },
    'degraded “disk” is not in force /rules',
  ],
  [{ watching: BLIND }, 'degraded Not everything is watched /system'],
  [{ dead: { value: { count: 1, more: false } } }, 'degraded 1 delivery was given up /deliveries?state=dead'],
  [
    { dead: { value: { count: 50, more: true } } },
    'degraded More than 50 deliveries were given up /deliveries?state=dead',
  ],
  [{ triggers: { value: [{ ...TRIGGER, enabled: false }] } }, 'neutral “ops” is disabled /triggers'],
  [{ triggers: { value: [{ ...TRIGGER, fault: 'No URL.' }] } }, 'failing “ops” is broken /triggers/7'],
  [{ triggers: { value: [{ ...TRIGGER, fault: 'No URL.', origin: 'yaml' }] } }, 'failing “ops” is broken /triggers'],
  [{ triggers: { value: [LASTING] } }, 'degraded “ops” is failing /triggers/7'],
  [{ triggers: { value: [{ ...TRIGGER, suspension: 'gone' }] } }, 'failing “ops” is suspended /triggers'],
  [{ health: ill('background') }, 'degraded Nobody does the background work /system'],
  [{ health: ill('engines') }, 'degraded Not everything is watched /workloads'],
  [{ health: ill('rules') }, 'degraded Not all rules are in force as they are written /rules'],
  [{ health: ill('dispatcher') }, 'degraded Not everything goes where it should /triggers'],
  [{ health: ill('event_loop') }, 'degraded Event loop needs a look /system'],
])('of %j is told, with where it is mended: %s', (changes, words) => {
  expect(told(changes)).toEqual([words]);
});

test('what cannot be looked at is told as that: nobody says that nothing needs a hand', () => {
  const refused = { fault: new ApiError('store_unavailable', 'The store does not answer.', { status: 503 }) };
  expect(told({ rules: refused, triggers: refused, dead: refused })).toEqual([
    'degraded The rules cannot be looked at just now /rules',
    'degraded The triggers cannot be looked at just now /triggers',
    'degraded The deliveries cannot be looked at just now /deliveries',
  ]);
});

test('of deliveries that were given up it is said that they can be tried again, in their number', () => {
  const whyOf = (count: number) => handsNeeded({ ...WELL, dead: { value: { count, more: false } } })[0]?.why;
  expect(whyOf(1)).toBe('It can be tried again.');
  expect(whyOf(2)).toBe('They can be tried again, one or all.');
});

test('the worst comes first, and a rule is told with what is wrong and where', () => {
  const hands = handsNeeded({
    ...WELL,
    rules: { value: { last_compile_errors: [ERROR] } },
    triggers: {
      value: [
        { ...TRIGGER, id: '8', enabled: false },
        { ...TRIGGER, suspension: 'failing' },
      ],
    },
    dead: { value: { count: 1, more: false } },
  });
  expect(hands.map(({ status }) => status)).toEqual(['failing', 'degraded', 'degraded', 'neutral']);
  expect(hands[1]?.why).toBe('Never closed. (pattern, at character 5; made through the API)');
});

test('what is told of each thing is not told once more by the check that it is part of; what nobody told is', () => {
  expect(told({ health: ill('rules'), rules: { value: { last_compile_errors: [ERROR] } } })).toHaveLength(1);
  expect(told({ health: ill('engines'), system: systemOf([], { containers_stuck: 1 }) })).toEqual([
    'degraded 1 container is behind /workloads',
  ]);
  expect(handsNeeded({ ...WELL, watching: BLIND })[0]?.why).toBe('No engine is there.');
  expect(told({ health: ill('engines'), watching: BLIND })).toEqual(['degraded Not everything is watched /workloads']);
  expect(told({ watching: BLIND, system: systemOf([], { containers_stuck: 1 }) })).toEqual([
    'degraded 1 container is behind /workloads',
  ]);
  expect(told({ health: ill('dispatcher'), triggers: { value: [{ ...TRIGGER, suspension: 'gone' }] } })).toHaveLength(
    1,
  );
  // Whoever disabled a trigger is told of it; that is no trouble of the server.
  expect(told({ health: ill('dispatcher'), triggers: { value: [{ ...TRIGGER, enabled: false }] } })).toHaveLength(2);
});

test('a failure that the server takes for a young one needs no hand, and is told calmly: it is tried again by itself', () => {
  expect(told({ triggers: { value: [YOUNG] } })).toEqual([]);
  expect(retryingNow({ value: [YOUNG] })).toBe(
    'The last message through “ops” did not arrive. What can be tried again is, by itself.',
  );
  const two = { value: [YOUNG, YOUNG, LASTING] };
  expect(retryingNow(two)).toMatch(/^The last message through 2 triggers did not arrive/);
  expect(told({ triggers: two })).toEqual(['degraded “ops” is failing /triggers/7']);
  expect(
    retryingNow({ value: [TRIGGER, { ...YOUNG, fault: 'No URL.' }, { ...YOUNG, enabled: false }] }),
  ).toBeUndefined();
});
