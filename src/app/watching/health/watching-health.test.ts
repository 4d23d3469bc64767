import { describe, expect, test } from 'vitest';
import { TAIL_STATES, type TailState } from '../../../core/lines/reading.ts';
import type { EngineStatus } from '../../../sources/docker/watch/engine-status.ts';
import type { FilesSeen } from './files-health.ts';
import { type EngineSeen, judgeWatching } from './watching-health.ts';

const LIVE: EngineStatus = {
  engine: 'local',
  state: 'live',
  since: 0,
  outOfReachMs: undefined,
  lastFault: undefined,
  everConnected: true,
  traits: undefined,
  watched: 3,
  excluded: 0,
  beyond: 0,
  listedAt: 0,
  eventsMissed: 0,
  eventsUnreadable: 0,
  notes: [],
};
const FAULT = { at: 0, fault: { kind: 'socket_missing', words: 'There is no socket.' } } as const;

const engine = (status: Partial<EngineStatus> = {}, seen: Partial<EngineSeen> = {}): EngineSeen => ({
  name: 'local',
  isExplicit: true,
  isOurs: true,
  unwatchedMs: undefined,
  told: undefined,
  twinOf: undefined,
  status: { ...LIVE, ...status },
  ...seen,
});

const away = (outOfReachMs: number, status: Partial<EngineStatus> = {}): Partial<EngineStatus> => ({
  outOfReachMs,
  lastFault: FAULT,
  watched: 0,
  ...status,
});

const tails = (states: Partial<Record<TailState, number>> = {}, { active = 3, stuck = 0 } = {}) => ({
  active,
  stuck,
  // Every state is named.
  states: { ...Object.fromEntries(TAIL_STATES.map((state) => [state, 0])), ...states } as Record<TailState, number>,
});

describe('watching', () => {
  test('is ok while every engine is watched and every container read', () => {
    expect(judgeWatching([engine(), engine()], tails())).toEqual({ status: 'ok', reasons: [], isTroubled: false });
  });

  test('is degraded while an engine has more containers than can be looked at', () => {
    expect(judgeWatching([engine({ beyond: 70 })], tails())).toMatchObject({
      status: 'degraded',
      reasons: [expect.stringContaining('local has 70 containers more than can be looked at')],
      isTroubled: true,
    });
  });

  test('is failing when an engine that was asked for is out of reach for a minute, also right after the start', () => {
    const never = { everConnected: false };
    expect(judgeWatching([engine(away(59_999, never))], tails())).toMatchObject({ status: 'degraded' });
    const verdict = judgeWatching([engine(), engine(away(60_000, never))], tails());
    expect(verdict).toEqual({
      status: 'failing',
      reasons: ['The engine local is out of reach. There is no socket.'],
      isTroubled: true,
    });
  });

  test('is failing when the default engine was connected once and is out of reach for a minute', () => {
    const byDefault = { isExplicit: false };
    expect(judgeWatching([engine(away(60_000), byDefault)], tails()).status).toBe('failing');
    expect(judgeWatching([engine(away(600_000, { everConnected: false }), byDefault)], tails())).toEqual({
      status: 'degraded',
      reasons: ['Nothing is watched: no engine was found. There is no socket.'],
      isTroubled: false,
    });
  });

  test('is degraded while there is nothing to watch', () => {
    expect(judgeWatching([], tails()).status).toBe('degraded');
    expect(judgeWatching([engine({ watched: 0 })], tails())).toEqual({
      status: 'degraded',
      reasons: ['Nothing is watched: there is no container.'],
      isTroubled: false,
    });
  });

  test('is degraded by containers that nobody can read, that are refused, that failed or that wait', () => {
    for (const state of ['unreadable', 'degraded', 'failed', 'over_limit'] as const) {
      const { status, reasons } = judgeWatching([engine()], tails({ [state]: 2 }));
      expect([status, reasons.length, reasons[0]]).toEqual(['degraded', 1, expect.stringContaining('2 containers')]);
    }
  });

  test('is failing when more than half of the tails are stuck, and degraded by fewer', () => {
    expect(judgeWatching([engine()], tails({}, { active: 4, stuck: 2 })).status).toBe('degraded');
    expect(judgeWatching([engine()], tails({}, { active: 4, stuck: 3 })).status).toBe('failing');
  });

  test('of an engine that another instance has is ok while somebody has it', () => {
    const elsewhere = { isOurs: false };
    expect(judgeWatching([engine(away(600_000), elsewhere)], tails()).status).toBe('ok');
    expect(judgeWatching([engine({}, { ...elsewhere, unwatchedMs: 10 })], tails()).status).toBe('degraded');
    expect(judgeWatching([engine({}, { ...elsewhere, unwatchedMs: 60_000 })], tails()).status).toBe('failing');
  });

  test('of an engine that another instance has is as that one says: its blindness is never green', () => {
    const said = (status: 'failing' | 'degraded', isTroubled = true) => {
      const told = { status, reasons: ['The engine nas is out of reach.', 'There is no socket.'], isTroubled };
      return judgeWatching([engine(), engine({}, { name: 'nas', isOurs: false, told })], tails());
    };
    expect(said('failing')).toEqual({
      status: 'failing',
      reasons: ['The instance that watches the engine nas says: The engine nas is out of reach. There is no socket.'],
      isTroubled: true,
    });
    expect(said('degraded')).toMatchObject({ status: 'degraded', isTroubled: true });
    expect(said('degraded', false)).toMatchObject({ status: 'degraded', isTroubled: false });
    const told = { status: 'ok', reasons: [], isTroubled: false } as const;
    expect(judgeWatching([engine({}, { isOurs: false, told })], tails()).status).toBe('ok');
    const left = engine({}, { isOurs: false, told, unwatchedMs: 60_000 });
    expect(judgeWatching([left], tails()).status).toBe('failing');
  });

  test('of one engine under two names is degraded, and says what to do', () => {
    expect(judgeWatching([engine(), engine({}, { name: 'nas', twinOf: 'local' })], tails())).toEqual({
      status: 'degraded',
      reasons: [expect.stringContaining('The engine nas is the one that is watched as local already')],
      isTroubled: true,
    });
  });

  test('is not taken for going on before it has begun', () => {
    expect(judgeWatching([engine({}, { unwatchedMs: 0 })], tails())).toMatchObject({
      status: 'degraded',
      reasons: ['Nobody watches the engine local.'],
    });
    expect(judgeWatching([engine({}, { unwatchedMs: 60_000 })], tails()).status).toBe('failing');
  });
});

const FILES: FilesSeen = {
  ...{ name: 'nas', isOurs: true, unwatchedMs: undefined, told: undefined, figures: tails() },
  status: { hasLooked: true, files: 2, isPolled: false, patterns: [] },
};
const absent = engine(away(5_000, { everConnected: false }), { isExplicit: false });

describe('the watching', () => {
  test('of files alone is ok without an engine', () => {
    expect(judgeWatching([absent], tails({}, { active: 0 }), FILES).reasons).toEqual([]);
    expect(judgeWatching([], tails({}, { active: 0 }), FILES).status).toBe('ok');
    const none = { ...FILES, status: { ...FILES.status, files: 0 } };
    expect(judgeWatching([absent], tails({}, { active: 0 }), none).status).toBe('degraded');
  });

  test('of files is not ok while one cannot be read, a pattern leads nowhere, or nobody watches', () => {
    const of = (changes: Partial<FilesSeen>) => judgeWatching([engine()], tails(), { ...FILES, ...changes });
    expect(of({ figures: tails({ unreadable: 1 }) }).reasons).toEqual([
      'Nobody can read 1 file: /api/containers?state=unreadable says why.',
    ]);
    const pattern = { pattern: '/a', format: 'plain', message: 'message', found: 0, why: 'No file.' } as const;
    expect(of({ status: { ...FILES.status, patterns: [pattern] } })).toMatchObject({
      ...{ status: 'degraded', reasons: ['No file.'], isTroubled: true },
    });
    expect(of({ isOurs: false, unwatchedMs: 70_000 })).toMatchObject({
      ...{ status: 'failing', reasons: ['Nobody watches the files of nas.'] },
    });
    const told = { status: 'degraded', reasons: ['No file.'], isTroubled: true } as const;
    expect(of({ isOurs: false, told }).reasons).toEqual(['The instance that watches the files of nas says: No file.']);
  });
});
