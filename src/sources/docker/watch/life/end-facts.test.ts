import { expect, test } from 'vitest';
import { parseEnd } from './end-facts.ts';

const ENDED = {
  Running: false,
  ExitCode: 3,
  OOMKilled: true,
  StartedAt: '2026-11-26T00:56:08.238863378Z',
  FinishedAt: '2026-11-26T00:56:08.237912451Z',
};
const SECONDS = Date.parse('2026-11-26T00:56:08Z') / 1_000;

test('an engine says how a container ended, to the nanosecond', () => {
  const startedAt = { seconds: SECONDS, nanos: 238_863_378 };
  const finishedAt = { seconds: SECONDS, nanos: 237_912_451 };
  expect(parseEnd({ State: ENDED })).toEqual({ exitCode: 3, finishedAt, startedAt, isOom: true });
});

test('between two runs of a restart policy a container has ended, whatever the engine calls it', () => {
  expect(parseEnd({ State: { ...ENDED, Running: true, Restarting: true } })).toMatchObject({ exitCode: 3 });
});

test.each([
  ['of a container that runs', { State: { ...ENDED, Running: true } }],
  ['of one that never ran', { State: { ...ENDED, FinishedAt: '0001-01-01T00:00:00Z' } }],
  ['without an exit code', { State: { ...ENDED, ExitCode: null } }],
  ['without a state', {}],
  ['that is no object', '<html>'],
])('an answer %s tells no end', (_, body) => expect(parseEnd(body)).toBeUndefined());
