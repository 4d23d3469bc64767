import { expect, test } from 'vitest';
import type { SessionStore } from '../../../src/access/account-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { sampleNote, sampleSession, sampleUser } from '../../support/account-samples.ts';
import { describeDatabases, type TestDatabase } from '../../support/databases.ts';

const note = sampleNote('session_created');

/** A store with one user, and its sessions as access sees them. */
async function given(create: () => Promise<TestDatabase>) {
  const store = await (await create()).open();
  const user = await store.users.createUser(sampleUser('ada', 'admin'), note);
  const sessions: SessionStore = store.sessions;
  return { store, sessions, user };
}

/** Ended sessions are deleted in the background only, under the lease. */
async function holdLease(store: Store): Promise<number> {
  const claim = { name: 'housekeeper', pid: 1, hostname: 'here', heartbeatTimeout: 30 };
  const attempt = await store.lease.tryAcquire(claim);
  if (attempt.outcome !== 'acquired') throw new Error('somebody else holds the lease');
  return attempt.fencing;
}

describeDatabases('sessions', (create) => {
  test('a session is found by the hash of its token, together with its user', async () => {
    const { sessions, user } = await given(create);
    const session = await sessions.createSession(sampleSession(user.id, 'hash'), note);
    expect(session).toMatchObject({ userId: user.id, createdAt: 2_000, lastSeenAt: 2_000, expiresAt: 9_000 });
    expect(await sessions.findSession('hash')).toEqual({ session, user: { ...user, lastLoginAt: 2_000 } });
    expect(await sessions.findSession('another')).toBeUndefined();
  });

  test('nobody can log in as a user who is gone', async () => {
    const { sessions } = await given(create);
    for (const id of ['77', 'nobody'])
      await expect(sessions.createSession(sampleSession(id, 'hash'), note)).rejects.toMatchObject({
        code: 'not_found',
      });
  });

  test('is opened only while the hash by which the password was right is still the user’s', async () => {
    const { store, sessions, user } = await given(create);
    const { passwordHash } = (await store.users.findCredentials('ada')) ?? { passwordHash: '' };
    await sessions.createSession({ ...sampleSession(user.id, 'right'), verifiedHash: passwordHash }, note);
    const refusal = { code: 'unauthenticated' };
    const old = { ...sampleSession(user.id, 'wrong'), verifiedHash: 'another hash' };
    await expect(sessions.createSession(old, note)).rejects.toMatchObject(refusal);
    await expect(sessions.createSession({ ...old, userId: '99' }, note)).rejects.toMatchObject(refusal);
    expect(await sessions.findSession('wrong')).toBeUndefined();
  });

  test('being seen moves the time forwards only', async () => {
    const { sessions, user } = await given(create);
    const { id } = await sessions.createSession(sampleSession(user.id, 'hash'), note);
    await sessions.touchSession(id, 5_000);
    await sessions.touchSession(id, 4_000);
    expect((await sessions.findSession('hash'))?.session.lastSeenAt).toBe(5_000);
  });

  test('a list has the newest sessions first, and at most a hundred', async () => {
    const { sessions, user } = await given(create);
    for (let n = 0; n < 103; n += 1) await sessions.createSession(sampleSession(user.id, `hash ${n}`), note);
    const listed = (await sessions.listSessions(user.id)).map((session) => Number(session.id));
    expect(listed).toHaveLength(100);
    expect(listed).toEqual([...listed].sort((a, b) => b - a));
    expect(listed[0]).toBe(Number((await sessions.findSession('hash 102'))?.session.id));
  });

  test('only the own session can be deleted, and the deletion is on record', async () => {
    const { store, sessions, user } = await given(create);
    const { id } = await sessions.createSession(sampleSession(user.id, 'hash'), note);
    const revoked = sampleNote('session_revoked');
    await expect(sessions.deleteSession({ id, userId: '99' }, revoked)).rejects.toMatchObject({ code: 'not_found' });
    await sessions.deleteSession({ id, userId: user.id }, revoked);
    expect(await sessions.findSession('hash')).toBeUndefined();
    expect((await store.audit.listAudit({ limit: 1 })).items[0]?.action).toBe('session_revoked');
  });

  test('ended sessions go in bounded steps: those past their end, and those not seen for too long', async () => {
    const { store, sessions, user } = await given(create);
    const fencing = await holdLease(store);
    for (let n = 0; n < 5; n += 1) await sessions.createSession(sampleSession(user.id, `ended ${n}`), note);
    await sessions.createSession({ ...sampleSession(user.id, 'idle'), createdAt: 100, expiresAt: 99_000 }, note);
    await sessions.createSession({ ...sampleSession(user.id, 'alive'), expiresAt: 99_000 }, note);
    const ended = { expiredBefore: 9_001, idleBefore: 101, limit: 4 };
    expect(await store.housekeeping.deleteEndedSessions(fencing, ended)).toBe(4);
    expect(await store.housekeeping.deleteEndedSessions(fencing, ended)).toBe(2);
    expect(await store.housekeeping.deleteEndedSessions(fencing, ended)).toBe(0);
    expect(await sessions.findSession('alive')).toBeDefined();
  });

  test('the limits are half-open: what ends or was seen exactly then stays', async () => {
    const { store, sessions, user } = await given(create);
    const fencing = await holdLease(store);
    await sessions.createSession(sampleSession(user.id, 'hash'), note);
    expect(
      await store.housekeeping.deleteEndedSessions(fencing, { expiredBefore: 9_000, idleBefore: 2_000, limit: 9 }),
    ).toBe(0);
  });
});
