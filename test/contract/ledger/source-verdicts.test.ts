import { expect, test } from 'vitest';
import type { WatchingVerdict } from '../../../src/core/lines/watching-verdict.ts';
import { describeDatabases } from '../../support/databases.ts';

const SOURCE = 'docker:nas';
const BLIND: WatchingVerdict = { status: 'failing', reasons: ['The engine nas is out of reach.'], isTroubled: true };
const OK: WatchingVerdict = { status: 'ok', reasons: [], isTroubled: false };

describeDatabases('what is said of the watching of a source', (create) => {
  test('is what its reader said last, on every instance, and nothing before it said anything', async () => {
    const database = await create();
    const [one, other] = [await database.open({ exclusive: false }), await database.open({ exclusive: false })];
    const lease = await one.watching.leaseOf(SOURCE);
    await lease.tryAcquire({ name: 'one', pid: 1, hostname: 'here', heartbeatTimeout: 600 });
    expect(await other.watching.verdicts.read(SOURCE)).toBeUndefined();
    expect(await other.watching.verdicts.read('docker:unheard-of')).toBeUndefined();
    await one.watching.verdicts.save(SOURCE, { verdict: OK, fencing: 1 });
    await one.watching.verdicts.save(SOURCE, { verdict: BLIND, fencing: 1 });
    expect(await other.watching.verdicts.read(SOURCE)).toEqual(BLIND);
  });

  test('is said by whoever has its lease, and by nobody else', async () => {
    const database = await create();
    const store = await database.open({ exclusive: false });
    const lease = await store.watching.leaseOf(SOURCE);
    const claim = (name: string) => ({ name, pid: 1, hostname: 'here', heartbeatTimeout: 600 });
    await lease.tryAcquire(claim('one'));
    await store.watching.verdicts.save(SOURCE, { verdict: BLIND, fencing: 1 });
    await lease.release({ name: 'one', fencing: 1 });
    await lease.tryAcquire(claim('two'));
    const late = store.watching.verdicts.save(SOURCE, { verdict: OK, fencing: 1 });
    await expect(late).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await store.watching.verdicts.read(SOURCE)).toEqual(BLIND);
    await store.watching.verdicts.save(SOURCE, { verdict: OK, fencing: 2 });
    expect(await store.watching.verdicts.read(SOURCE)).toEqual(OK);
  });
});
