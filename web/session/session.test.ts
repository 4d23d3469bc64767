import { describe, expect, test } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import type { User } from '../api/shapes.ts';
import { SessionKeeper } from './session.ts';

const MIRA: User = {
  id: '7',
  username: 'mira',
  role: 'viewer',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  last_login_at: null,
};
const STRANGER = new ApiError('unauthenticated', 'Log in first.', { status: 401 });
const SILENCE = new ApiError('unreachable', 'No answer.', { status: 0 });

interface Server {
  readonly knows?: User | null;
  readonly fails?: ApiError;
  readonly setupRequired?: boolean;
  readonly isDemo?: boolean;
}

function keeperWith(server: Server) {
  const { fails = STRANGER, setupRequired = false, isDemo = false } = server;
  return new SessionKeeper({
    whoami: async () => {
      const { knows = null } = server;
      if (knows) return { user: knows, session: null, token: null, is_demo: isDemo };
      throw fails;
    },
    isSetupRequired: async () => ({ setup_required: setupRequired }),
    login: async ({ password }) => {
      if (password === 'right') return { user: MIRA };
      throw STRANGER;
    },
    setUp: async () => ({ user: MIRA }),
    logout: async () => {
      if (fails === SILENCE) throw SILENCE;
    },
  });
}

describe('the session', () => {
  test('is unknown until the server was asked', () => {
    expect(keeperWith({}).state.value).toEqual({ kind: 'unknown' });
  });

  test.each([
    ['a person with a session is somebody', { knows: MIRA }, { kind: 'somebody', user: MIRA }],
    ['whoever comes to a demo', { knows: MIRA, isDemo: true }, { kind: 'somebody', user: MIRA, isDemo: true }],
    ['a stranger is nobody', {}, { kind: 'nobody' }],
    ['a new server waits for its setup', { setupRequired: true }, { kind: 'setup' }],
    ['silence is told as it is', { fails: SILENCE }, { kind: 'unreachable', message: 'No answer.' }],
  ])('begins: %s', async (_, server, state) => {
    const keeper = keeperWith(server);
    await keeper.begin();
    expect(keeper.state.value).toEqual(state);
  });

  test('begins with a login, and a wrong password changes nothing', async () => {
    const keeper = keeperWith({});
    await keeper.begin();
    await expect(keeper.login({ username: 'mira', password: 'wrong' })).rejects.toThrow('Log in first.');
    expect(keeper.state.value).toEqual({ kind: 'nobody' });
    await keeper.login({ username: 'mira', password: 'right' });
    expect(keeper.state.value).toEqual({ kind: 'somebody', user: MIRA });
  });

  test('begins with the setup', async () => {
    const keeper = keeperWith({ setupRequired: true });
    await keeper.setUp({ username: 'mira', password: 'right', token: 't' });
    expect(keeper.state.value).toMatchObject({ kind: 'somebody', isFirst: true });
  });

  test('that the server ended is told apart from one that the person ended', async () => {
    const keeper = keeperWith({ knows: MIRA });
    await keeper.begin();
    await keeper.logout();
    expect(keeper.state.value).toEqual({ kind: 'nobody' });
    await keeper.begin();
    void keeper.lost();
    expect(keeper.state.value).toEqual({ kind: 'ended', user: MIRA });
  });

  test('cannot be lost by a stranger: a failed login is no ended session', async () => {
    const keeper = keeperWith({});
    await keeper.begin();
    expect(await keeper.lost()).toBe(false);
    expect(keeper.state.value).toEqual({ kind: 'nobody' });
  });

  test.each([
    ['whoever was lost has come back', MIRA, true],
    ['somebody else has come', { ...MIRA, id: '8' }, false],
  ])('tells with the next login that %s', async (_, knows, isBack) => {
    const keeper = keeperWith({ knows });
    await keeper.begin();
    const back = keeper.lost();
    await keeper.login({ username: 'mira', password: 'right' });
    expect(await back).toBe(isBack);
  });

  test.each([
    ['that has ended', true, 'ended'],
    ['that nobody has', false, 'nobody'],
  ])('%s is asked for again, and is there as soon as somebody has logged in elsewhere', async (_, hasBegun, kind) => {
    let knows: User | null = hasBegun ? MIRA : null;
    const keeper = keeperWith({
      get knows() {
        return knows;
      },
    });
    await keeper.begin();
    knows = null;
    if (hasBegun) void keeper.lost();
    await keeper.lookAgain();
    expect(keeper.state.value).toMatchObject({ kind });
    knows = MIRA;
    await keeper.lookAgain();
    expect(keeper.state.value).toEqual({ kind: 'somebody', user: MIRA });
  });

  test('that is there is not asked for again', async () => {
    const keeper = keeperWith({ knows: { ...MIRA, id: '8' } });
    await keeper.login({ username: 'mira', password: 'right' });
    await keeper.lookAgain();
    expect(keeper.state.value).toEqual({ kind: 'somebody', user: MIRA });
  });

  test('is waited for no longer than somebody wants to', async () => {
    const keeper = keeperWith({ knows: MIRA });
    await keeper.begin();
    const stop = new AbortController();
    const back = keeper.lost(stop.signal);
    stop.abort();
    expect(await back).toBe(false);
    expect(await keeper.lost(stop.signal)).toBe(false);
  });

  test('says so when the server could not be told of the logout', async () => {
    const keeper = keeperWith({ knows: MIRA, fails: SILENCE });
    await keeper.begin();
    await keeper.logout();
    expect(keeper.state.value).toEqual({ kind: 'unreachable', message: 'No answer.' });
  });
});
