import { expect, test } from 'vitest';
import { type ChildProcess, startProcess } from '../../support/child-process.ts';
import { postgresDatabases } from '../../support/databases.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';

/** Short where a test waits for it to run out, long where it must not, however busy the machine is. */
const SOON = 4;
const LONG = 30;
const HEARTBEAT = 0.3;

describeWith(POSTGRES, 'two instances on one PostgreSQL', () => {
  const create = postgresDatabases();

  /** A holder, and others that wait for the lease; their clocks are so many hours off. */
  async function given(ttl: number, ...hours: readonly number[]) {
    const database = await create();
    const start = (name: string, off: number) =>
      startProcess(
        'test/support/lease-holder.ts',
        [database.databaseUrl, name, ttl, HEARTBEAT, off * 3_600].map(String),
      );
    const ada = await start('ada', 0);
    await ada.line((line) => line === 'wrote 1');
    const others = await Promise.all(hours.map((off, n) => start(`other ${n}`, off)));
    for (const other of others) await other.line((line) => line === `held by ${ada.pid}`);
    const [bob = ada] = others;
    return { database, ada, bob, others };
  }

  test('a holder that is killed is replaced within its time to live', { timeout: 60_000 }, async () => {
    const { ada, bob } = await given(SOON, 0);
    await ada.kill('SIGKILL');
    expect(await bob.line((line) => line.startsWith('overwrote'))).toBe(`overwrote ${ada.pid}`);
    await bob.line((line) => line === 'wrote 2');
  });

  test('a holder that is stopped hands over at once', { timeout: 60_000 }, async () => {
    const { ada, bob } = await given(LONG, 0);
    await ada.kill('SIGTERM');
    expect(ada.lines).toContain('released 1');
    await bob.line((line) => line === 'wrote 2');
    expect(bob.lines.some((line) => line.startsWith('overwrote'))).toBe(false);
  });

  test('a holder that stood still for longer than its time to live writes nothing when it wakes', {
    timeout: 60_000,
  }, async () => {
    const { ada, bob } = await given(SOON, 0);
    ada.signal('SIGSTOP');
    await bob.line((line) => line === 'wrote 2');
    const asleep = ada.lines.length;
    ada.signal('SIGCONT');
    await ada.line((line) => line === 'lease_lost 1', asleep);
    await ada.line((line) => line === 'lost paused' || line === 'lost taken_over', asleep);
    await ada.line((line) => line === `held by ${bob.pid}`, asleep);
    expect(wroteAfterAnother(ada, asleep)).toEqual([]);
    await bob.line((line) => line === 'wrote 2', bob.lines.length);
  });

  test('instances whose clocks are an hour off do not take a lease that is held, and do not disturb its holder', {
    timeout: 60_000,
  }, async () => {
    const { database, ada, others } = await given(LONG, 1, -1);
    const seen = ada.lines.length;
    const [before] = await database.run('select heartbeat_at from scheduler_lock');
    for (let beats = 0; beats < 4; beats += 1) await beat(database, Number(before?.heartbeat_at) + beats * HEARTBEAT);
    for (const other of others) expect(other.lines).toEqual([`held by ${ada.pid}`]);
    expect(ada.lines.slice(seen).every((line) => line === 'wrote 1')).toBe(true);
  });

  /** What the process wrote since, the one call excepted that was under way when it was stopped and had reached the server. */
  function wroteAfterAnother(process: ChildProcess, since: number): readonly string[] {
    const lines = process.lines.slice(since);
    return lines.slice(lines[0] === 'wrote 1' ? 1 : 0).filter((line) => line.startsWith('wrote'));
  }

  /** Waits for a heartbeat later than this. */
  async function beat(database: Awaited<ReturnType<typeof create>>, after: number): Promise<void> {
    for (let asked = 0; asked < 1_000; asked += 1) {
      const [row] = await database.run('select heartbeat_at from scheduler_lock');
      if (Number(row?.heartbeat_at) > after) return;
    }
    throw new Error('There was no heartbeat.');
  }
});
