import { expect, test } from 'vitest';
import type { UserStore } from '../../../src/access/account-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { sampleNote, sampleSession, sampleUser } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';

/** The compiler checks here that the store fulfils the port. */
const usersOf = (store: Store): UserStore => store.users;
const note = sampleNote();

describeDatabases('users', (create) => {
  test('a created user is found by id and, in any case of ASCII letters, by name', async () => {
    const users = usersOf(await (await create()).open());
    const ada = await users.createUser(sampleUser('Ada', 'admin'), note);
    expect(ada).toMatchObject({
      username: 'Ada',
      role: 'admin',
      createdAt: 1_000,
      updatedAt: 1_000,
      lastLoginAt: null,
    });
    expect(await users.findUser(ada.id)).toEqual(ada);
    expect(await users.findCredentials('aDA')).toEqual({ user: ada, passwordHash: 'hash of Ada' });
    expect(await users.findCredentials('Bob')).toBeUndefined();
  });

  test('ids that no row can have are simply not there', async () => {
    const users = usersOf(await (await create()).open());
    for (const id of ['', '0', '-1', '1.5', 'abc', '9'.repeat(40), '1; drop table users'])
      expect(await users.findUser(id)).toBeUndefined();
  });

  test('a name that is taken in another case is refused, and nothing is written', async () => {
    const store = await (await create()).open();
    await store.users.createUser(sampleUser('Ada'), note);
    await expect(store.users.createUser(sampleUser('ADA'), note)).rejects.toMatchObject({ code: 'conflict' });
    expect((await store.users.listUsers({ limit: 10 })).items).toHaveLength(1);
    expect((await store.audit.listAudit({ limit: 10 })).items).toHaveLength(1);
  });

  test('names that differ beyond ASCII case are different people', async () => {
    const users = usersOf(await (await create()).open());
    await users.createUser(sampleUser('Ärger'), note);
    await users.createUser(sampleUser('ärger'), note);
    expect((await users.findCredentials('ärger'))?.user.username).toBe('ärger');
  });

  test('of many that want to be the first user one wins, over several connections too', async () => {
    const database = await create();
    const stores = [await database.open(), await database.open({ exclusive: false })];
    const attempts = Array.from(
      { length: 10 },
      (_, n) => usersOf(stores[n % 2] as Store).createFirstUser(sampleUser(`user${n}`, 'admin'), note), // The index is 0 or 1.
    );
    expect((await Promise.all(attempts)).filter((user) => user !== undefined)).toHaveLength(1);
    expect(await stores[0]?.users.hasUsers()).toBe(true);
  });

  test('pages go from the newest to the oldest, without a gap or a repetition', async () => {
    const users = usersOf(await (await create()).open());
    expect(await users.listUsers({ limit: 10 })).toEqual({ items: [], nextCursor: null });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await users.createUser(sampleUser(name), note);
    const seen: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await users.listUsers({ limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(page.items.map((user) => user.username));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
  });

  test('a new password or role ends all other sessions of the user in the same moment', async () => {
    const store = await (await create()).open();
    const { id } = await store.users.createUser(sampleUser('ada'), note);
    const kept = await store.sessions.createSession(sampleSession(id, 'kept'), note);
    await store.sessions.createSession(sampleSession(id, 'other'), note);
    const changed = await store.users.changeUser(
      id,
      { passwordHash: 'new', updatedAt: 5_000, keepSessionId: kept.id },
      note,
    );
    expect(changed.updatedAt).toBe(5_000);
    expect((await store.users.findCredentials('ada'))?.passwordHash).toBe('new');
    expect((await store.sessions.listSessions(id)).map((session) => session.id)).toEqual([kept.id]);
    await store.users.changeUser(id, { role: 'admin', updatedAt: 6_000 }, note);
    expect(await store.sessions.listSessions(id)).toEqual([]);
  });

  test('a change that changes nothing ends no session', async () => {
    const store = await (await create()).open();
    const { id } = await store.users.createUser(sampleUser('ada', 'viewer'), note);
    await store.sessions.createSession(sampleSession(id, 'hash'), note);
    await store.users.changeUser(id, { role: 'viewer', updatedAt: 5_000 }, note);
    expect(await store.sessions.listSessions(id)).toHaveLength(1);
  });

  test('the last administrator can be neither deleted nor demoted', async () => {
    const { users } = await (await create()).open();
    const ada = await users.createUser(sampleUser('ada', 'admin'), note);
    await users.createUser(sampleUser('bob', 'viewer'), note);
    await expect(users.deleteUser(ada.id, note)).rejects.toMatchObject({ code: 'refused' });
    await expect(users.changeUser(ada.id, { role: 'viewer', updatedAt: 5_000 }, note)).rejects.toMatchObject({
      code: 'refused',
    });
    expect((await users.findUser(ada.id))?.role).toBe('admin');
  });

  test('two administrators who demote each other at the same time leave one', async () => {
    const database = await create();
    const [one, two] = [await database.open(), await database.open({ exclusive: false })];
    const [ada, bob] = [
      await one.users.createUser(sampleUser('ada', 'admin'), note),
      await one.users.createUser(sampleUser('bob', 'admin'), note),
    ];
    const outcomes = await Promise.allSettled([
      one.users.changeUser(ada.id, { role: 'viewer', updatedAt: 5_000 }, note),
      two.users.deleteUser(bob.id, note),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a deleted user is gone with the sessions, and what the user did stays', async () => {
    const store = await (await create()).open();
    await store.users.createUser(sampleUser('root', 'admin'), note);
    const { id } = await store.users.createUser(sampleUser('ada', 'admin'), note);
    await store.sessions.createSession(sampleSession(id, 'hash'), note);
    await store.users.deleteUser(id, sampleNote('user_deleted'));
    expect(await store.users.findUser(id)).toBeUndefined();
    expect(await store.sessions.findSession('hash')).toBeUndefined();
    expect((await store.audit.listAudit({ limit: 1 })).items[0]?.action).toBe('user_deleted');
    await expect(store.users.deleteUser(id, note)).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.users.changeUser(id, { updatedAt: 1 }, note)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an id is never given twice', async () => {
    const { users } = await (await create()).open();
    await users.createUser(sampleUser('root', 'admin'), note);
    const first = await users.createUser(sampleUser('ada'), note);
    await users.deleteUser(first.id, note);
    const second = await users.createUser(sampleUser('ada'), note);
    expect(Number(second.id)).toBeGreaterThan(Number(first.id));
  });

  test('what a change does not name stays: a new role keeps the password', async () => {
    const store = await (await create()).open();
    const ada = await store.users.createUser(sampleUser('ada', 'admin'), note);
    const before = await store.users.findCredentials('ada');
    await store.users.createUser(sampleUser('bob', 'admin'), note);
    await store.users.changeUser(ada.id, { role: 'viewer', updatedAt: 5 }, note);
    expect((await store.users.findCredentials('ada'))?.passwordHash).toBe(before?.passwordHash);
  });
});
