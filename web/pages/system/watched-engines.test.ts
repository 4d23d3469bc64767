import { expect, test } from 'vitest';
import { type Engine, engineStatus, enginesTogether, engineWords, isOnlyWished } from './watched-engines.ts';

const engine = (changes: Partial<Engine> = {}): Engine => ({
  name: 'local',
  configured: true,
  watched_by: 'this_instance',
  state: 'live',
  since: '2026-01-01T00:00:00.000Z',
  out_of_reach_seconds: null,
  last_fault: null,
  kind: 'docker',
  version: '28.1.0',
  api_version: '1.49',
  ever_connected: true,
  containers_watched: 12,
  containers_excluded: 0,
  listed_at: null,
  events_missed: 0,
  events_unreadable: 0,
  notes: [],
  ...changes,
});

test.each([
  [{}, '12 containers, Docker 28.1.0'],
  [{ containers_watched: 1, containers_excluded: 2, kind: 'podman' }, '1 container, 2 left out, Podman 28.1.0'],
  [{ state: 'polling', version: null }, '12 containers, Docker'],
  [{ state: 'down', out_of_reach_seconds: 90 }, 'Out of reach for 1 min 30 s'],
  [{ state: 'down' }, 'Out of reach'],
  [{ state: 'negotiating' }, 'Connecting'],
  [{ state: 'not_watched', watched_by: 'nobody' }, 'Not watched'],
  [{ state: 'not_watched', watched_by: 'another_instance' }, 'Watched by another server'],
] as const)('an engine with %j reads: %s', (changes, words) => {
  expect(engineWords(engine(changes))).toBe(words);
});

test.each([
  [{}, 'ok'],
  [{ state: 'polling' }, 'ok'],
  [{ state: 'negotiating' }, 'degraded'],
  [{ state: 'down' }, 'failing'],
  [{ state: 'not_watched', watched_by: 'nobody' }, 'failing'],
  [{ state: 'not_watched', watched_by: 'another_instance' }, 'ok'],
] as const)('an engine with %j is %s', (changes, status) => {
  expect(engineStatus(engine(changes))).toBe(status);
});

test('an engine that nobody asked for and that was never there is only wished for', () => {
  const absent = { configured: false, ever_connected: false, state: 'down' } as const;
  expect(isOnlyWished(engine(absent))).toBe(true);
  const others = [{ configured: true }, { ever_connected: true }, { state: 'live' }] as const;
  expect(others.map((change) => isOnlyWished(engine({ ...absent, ...change })))).toEqual([false, false, false]);
});

test.each([
  [[{}, { state: 'polling' }, { state: 'not_watched', watched_by: 'another_instance' }], '3 engines'],
  [[{}, {}, {}, {}, { state: 'down' }], '5 engines, 1 out of reach'],
  [
    [{ state: 'down' }, { state: 'not_watched', watched_by: 'nobody' }, { state: 'negotiating' }],
    '3 engines, 1 out of reach, 1 not watched, 1 not yet watched',
  ],
  [[{}, {}, { state: 'down', watched_by: 'another_instance' }], '3 engines'],
] as const)('many engines are told together, with those that are not as they should be: %j', (all, words) => {
  expect(enginesTogether(all.map((changes) => engine(changes)))).toBe(words);
});
