import { describe, expect, test } from 'vitest';
import { FakeEngineSource } from '../../test/support/fake-engine-source.ts';
import { at, type SampleLine } from '../../test/support/line-batch.ts';
import { sampleOrigin } from '../../test/support/origin-samples.ts';
import { TailingWorld } from '../../test/support/tailing.ts';
import { STDERR } from '../core/lines/line-batch.ts';
import { RUNNING_ENDS_WITHIN_MS } from '../core/signals/stop-times.ts';

const line = (n: number): SampleLine => ({ text: `line ${n}`, at: at(n) });
const lines = (from: number, to: number): SampleLine[] => Array.from({ length: to - from }, (_, n) => line(from + n));
const texts = (from: number, to: number): string[] => lines(from, to).map(({ text }) => text);
const WEB = sampleOrigin('web').key;
const NOTHING = { stdout: false, stderr: false };

/** What is saved of the source: its memory, and the origins with whether they are gone. */
async function savedIn(world: TailingWorld) {
  const { memory, origins } = await world.ledger.load(world.engine.key);
  return { memory, origins: origins.map(({ origin, gone }) => `${origin.containerId}${gone ? ' gone' : ''}`) };
}

describe('a source', () => {
  test('is run when the ledger has said what is known of it, and only once', async () => {
    const world = new TailingWorld();
    world.engine.create('web');
    const first = world.start();
    await world.clock.advance(1_100);
    first.kill();
    const { supervisor } = world.start();
    supervisor.run(world.engine);
    await world.clock.advance(1_100);
    expect(world.engine.runs).toBe(2);
    expect(world.engine.history).toMatchObject({
      memory: WEB,
      origins: [{ origin: sampleOrigin('web'), gone: false }],
    });
  });

  test('says when all that there were are found: those of later are not made up for', async () => {
    const world = new TailingWorld();
    for (const name of ['web', 'db']) world.engine.create(name);
    const { coverage } = world.start({ mostTails: 1 });
    await world.clock.advance(1_100);
    world.engine.create('later');
    await world.clock.advance(1_100);
    expect(coverage.figures().states).toMatchObject({ over_limit: 2 });
    expect(coverage.catchUp.view().left).toBe(1);
  });

  test('waits for a store that cannot say, and that is told', async () => {
    const world = new TailingWorld();
    world.engine.create('web');
    const { ledger, recorded } = world.start({ prepare: (faulty) => Object.assign(faulty, { unavailable: true }) });
    await world.clock.advance(60_000);
    expect(world.engine.runs).toBe(0);
    expect(recorded.map(({ what, details }) => [what, details.source, details.first]).slice(0, 2)).toEqual([
      ['loadFailed', 'docker:local', true],
      ['loadFailed', 'docker:local', false],
    ]);
    ledger.unavailable = false;
    await world.clock.advance(16_000);
    expect(world.engine.runs).toBe(1);
  });

  test.each(['at once', 'with an error'] as const)('that ends %s is run again, later and later', async (ends) => {
    const world = new TailingWorld();
    world.engine.ends = ends;
    world.engine.create('web');
    const { recorded } = world.start();
    await world.clock.advance(1_700);
    expect(world.engine.runs).toBe(3);
    expect(recorded.map(({ what }) => what)).toEqual(Array(3).fill('sourceFailed'));
    world.engine.ends = undefined;
    await world.clock.advance(1_000);
    world.engine.append('web', line(0));
    await world.clock.advance(50);
    expect(world.committed('web')).toEqual(['line 0']);
  });

  test('that is run anew has its new readers read, for nobody tells the old ones anything', async () => {
    const world = new TailingWorld();
    const log = world.engine.create('web');
    world.start();
    await world.clock.advance(10);
    world.engine.append('web', ...lines(0, 3));
    await world.clock.advance(1_100);
    world.engine.fail();
    await world.clock.advance(300);
    world.engine.append('web', ...lines(3, 5));
    await world.clock.advance(2_000);
    expect(log.asked.filter((call) => call === 'read')).toHaveLength(2);
    world.engine.append('web', line(5));
    await world.clock.advance(1_100);
    expect(world.committed('web')).toEqual(texts(0, 6));
    world.engine.tellAgain('web');
    await world.clock.advance(2_000);
    expect(log.asked.filter((call) => call === 'read')).toHaveLength(2);
  });

  test('is remembered in one commit with the origins that it has told of', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start();
    await world.clock.advance(10);
    ledger.afterCommit = () => {
      const { memories, origins } = ledger.commits.at(-1) ?? {};
      if (!memories?.length) return;
      const known = ledger.commits.flatMap((commit) => commit.origins.map(({ origin }) => origin.key));
      for (const key of memories.flatMap(({ memory }) => memory.split(' '))) expect(known).toContain(key);
      expect(origins?.length).toBeGreaterThan(0);
    };
    for (let n = 0; n < 20; n++) {
      world.engine.create(`c${n}`);
      if (n % 3 === 0) world.engine.append(`c${n}`, line(n));
      await world.clock.advance(n * 7);
    }
    await world.clock.advance(1_000);
    expect((await savedIn(world)).memory?.split(' ')).toHaveLength(20);
  });

  test('is not remembered while an origin of it cannot be saved', async () => {
    const world = new TailingWorld();
    let objects = true;
    world.start({
      prepare: (ledger) => {
        ledger.objection = ({ origins }) =>
          objects && origins.some(({ origin }) => origin.key === WEB) ? new Error('a NUL') : undefined;
      },
    });
    world.engine.create('web');
    await world.clock.advance(1_100);
    world.engine.create('db').append(line(0));
    await world.clock.advance(100);
    expect(await savedIn(world)).toEqual({ memory: undefined, origins: ['db'] });
    objects = false;
    await world.clock.advance(60_000);
    expect(await savedIn(world)).toEqual({ memory: 'docker/db docker/web', origins: ['db', 'web'] });
  });

  test('is not remembered with an origin that fails in the very moment of the commit', async () => {
    const world = new TailingWorld();
    world.start();
    world.engine.create('web').broken = 'takePosition';
    world.engine.create('db').append(line(0));
    await world.clock.advance(100);
    expect(await savedIn(world)).toEqual({ memory: undefined, origins: ['db'] });
  });

  test('is not remembered with what it tells while all is ended', async () => {
    const world = new TailingWorld();
    const { supervisor } = world.start();
    world.engine.create('web');
    const stopped = supervisor.stop();
    await world.clock.advance(5_000);
    await stopped;
    expect(world.engine.remember()).toBe(WEB);
    expect(await savedIn(world)).toEqual({ memory: undefined, origins: [] });
  });

  test('is not remembered while one that waits for a place cannot be saved', async () => {
    const world = new TailingWorld();
    world.start({
      mostTails: 1,
      prepare: (ledger) => {
        ledger.objection = ({ origins }) =>
          origins.some(({ origin }) => origin.key === WEB) ? new Error('a NUL') : undefined;
      },
    });
    world.engine.create('db');
    world.engine.create('web');
    await world.clock.advance(1_100);
    world.engine.append('db', line(0));
    await world.clock.advance(100);
    expect(await savedIn(world)).toEqual({ memory: undefined, origins: ['db'] });
  });

  test('that says that its memory has changed has it saved within a second', async () => {
    const world = new TailingWorld();
    world.start();
    await world.clock.advance(5_000);
    world.engine.remember = () => 'connected';
    world.engine.memoryChanged();
    await world.clock.advance(1_000);
    expect(await savedIn(world)).toEqual({ memory: 'connected', origins: [] });
  });

  test('that throws when it is asked what to remember keeps nobody from being saved', async () => {
    const world = new TailingWorld();
    world.engine.forgets = true;
    const { names } = world.start();
    world.engine.create('web');
    world.engine.append('web', line(0));
    await world.clock.advance(10_000);
    expect(await savedIn(world)).toEqual({ memory: undefined, origins: ['web'] });
    expect(names().filter((name) => name === 'sourceFailed')).toHaveLength(1);
  });

  test('that is not the only one is watched and remembered beside the others', async () => {
    const world = new TailingWorld();
    const far = new FakeEngineSource('docker:far');
    world.start({ engines: [world.engine, far] });
    world.engine.create('web');
    far.create('remote');
    await world.clock.advance(1_100);
    expect(await world.ledger.load('docker:far')).toMatchObject({
      memory: 'docker/remote',
      origins: [{ gone: false }],
    });
    expect(await savedIn(world)).toEqual({ memory: 'docker/web', origins: ['web'] });
  });
});

describe('an origin that is found', () => {
  test('is known to the ledger within a second, before a line of it was read', async () => {
    const world = new TailingWorld();
    world.start();
    const { clock } = world;
    await clock.advance(500);
    const foundAt = clock.now();
    world.engine.create('web');
    await clock.advance(1_000);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({
      ...{ origin: sampleOrigin('web'), cursor: undefined, lines: 0, foundAt, gone: false },
      watchedSince: { stdout: foundAt, stderr: foundAt },
    });
  });

  test('is begun once, however often it is told of', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start();
    const log = world.engine.create('web');
    await world.clock.advance(1_100);
    const before = ledger.asked.length;
    for (let n = 0; n < 5; n++) world.engine.tellAgain('web');
    await world.clock.advance(5_000);
    expect([log.asked, ledger.asked.length]).toEqual([['read'], before]);
  });

  test('goes on under its new name and labels, in the coverage and the ledger', async () => {
    const world = new TailingWorld();
    const { coverage, demand } = world.start();
    demand.become(({ labels }) => ({ stdout: true, stderr: labels.errors === 'yes' }));
    const log = world.engine.create('web');
    await world.clock.advance(1_100);
    const renamed = sampleOrigin('web', { containerName: 'web-2', labels: { errors: 'yes' } });
    world.engine.change('web', renamed);
    await world.clock.advance(1_000);
    expect(coverage.view(WEB)?.origin).toEqual(renamed);
    expect((await world.ledger.loadOrigin(WEB))?.origin).toEqual(renamed);
    expect(log.asked).toEqual(['read', 'want stdout,stderr']);
  });

  test('shows what is known of it from before', async () => {
    const world = new TailingWorld();
    const before = world.start();
    world.engine.create('web');
    await world.clock.advance(100);
    const foundAt = world.clock.now() - 100;
    world.engine.append('web', ...lines(0, 3));
    world.engine.log('web').tell((sink) => sink.gap({ reason: 'rotated', from: at(1), to: at(2) }));
    await world.clock.advance(1_000);
    before.kill();
    await world.clock.advance(60_000);
    const { coverage } = world.start();
    await world.clock.advance(1_100);
    expect(coverage.view(WEB)).toMatchObject({
      ...{ foundAt, watchedSince: { stdout: foundAt, stderr: foundAt }, cursor: at(2), lines: 3, gapsTotal: 1 },
      latestGaps: [{ reason: 'rotated', from: at(1), to: at(2) }],
    });
    expect(coverage.figures()).toMatchObject({ lines: 0, active: 1 });
  });
});

describe('which streams are wanted', () => {
  test('reaches every reading at once when it changes', async () => {
    const world = new TailingWorld();
    const { demand, coverage, supervisor } = world.start();
    const logs = ['a', 'b', 'c'].map((name) => world.engine.create(name));
    await world.clock.advance(2_000);
    const now = world.clock.now();
    demand.become(({ containerId }) => ({ stdout: containerId !== 'a', stderr: containerId === 'c' }));
    expect(logs.map(({ asked }) => asked)).toEqual([['read', 'want '], ['read', 'want stdout'], ['read']]);
    expect(coverage.view('docker/a')?.watchedSince).toEqual({ stdout: undefined, stderr: undefined });
    expect(coverage.view('docker/b')?.watchedSince).toEqual({ stdout: now - 2_000, stderr: undefined });
    await world.clock.advance(1_000);
    expect((await world.ledger.loadOrigin('docker/b'))?.watchedSince).toMatchObject({ stdout: now - 2_000 });
    demand.become(() => ({ stdout: true, stderr: true }));
    await world.clock.advance(1_000);
    expect((await world.ledger.loadOrigin('docker/b'))?.watchedSince).toEqual({
      stdout: now - 2_000,
      stderr: now + 1_000,
    });
    void supervisor.stop();
    demand.become(() => NOTHING);
    expect(logs[2]?.asked).toEqual(['read', 'stop']);
  });

  test('decides which lines are judged; an origin that nobody wants is not read, and that is no gap', async () => {
    const world = new TailingWorld();
    const { demand, coverage } = world.start();
    demand.become(() => NOTHING);
    world.engine.create('web');
    world.engine.append('web', ...lines(0, 5));
    await world.clock.advance(1_100);
    expect(coverage.view(WEB)).toMatchObject({ state: 'not_wanted', lines: 0, gapsTotal: 0 });
    demand.become(() => ({ stdout: false, stderr: true }));
    world.engine.append('web', { ...line(5), stream: STDERR }, line(6));
    await world.clock.advance(1_000);
    expect(world.committed('web')).toEqual(['line 5']);
  });
});

describe('an origin that is removed', () => {
  test('is gone when its last lines are committed, and stays visible', async () => {
    const world = new TailingWorld();
    const { coverage, names, ledger } = world.start();
    world.engine.create('web', { batchLines: () => 10 });
    await world.clock.advance(1_100);
    ledger.hold();
    world.engine.append('web', ...lines(0, 25));
    world.engine.remove('web');
    await world.clock.advance(5_000);
    expect(names()).not.toContain('ended');
    ledger.release();
    await world.clock.advance(2_000);
    expect(world.committed('web')).toEqual(texts(0, 25));
    expect(await savedIn(world)).toMatchObject({ origins: ['web gone'] });
    expect(coverage.view(WEB)).toMatchObject({ state: 'gone', lines: 25, gapsTotal: 0 });
    expect(names()).toContain('ended');
  });

  test('hands over what it has first, also when its reading is paused', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start({ tailBounds: { mostEffects: 10, mostBytes: 1e6 } });
    world.engine.create('web', { batchLines: () => 5 });
    await world.clock.advance(1_100);
    ledger.unavailable = true;
    world.engine.append('web', ...lines(0, 100));
    world.engine.remove('web');
    await world.clock.advance(60_000);
    ledger.unavailable = false;
    await world.clock.advance(60_000);
    expect(world.committed('web')).toEqual(texts(0, 100));
    expect(await savedIn(world)).toMatchObject({ origins: ['web gone'] });
  });
});

describe('an origin that is no longer to be watched', () => {
  async function excluded() {
    const world = new TailingWorld();
    const running = world.start();
    world.engine.create('web');
    world.engine.append('web', ...lines(0, 5));
    await world.clock.advance(1_100);
    return { world, ...running };
  }

  test('is gone when its last lines are committed, and without a gap', async () => {
    const { world, coverage } = await excluded();
    world.engine.append('web', line(5));
    world.engine.exclude('web');
    await world.clock.advance(1_100);
    world.engine.append('web', line(6));
    await world.clock.advance(1_100);
    expect(world.committed('web')).toEqual(texts(0, 6));
    expect(coverage.view(WEB)).toMatchObject({ state: 'gone', gapsTotal: 0 });
    expect(await savedIn(world)).toMatchObject({ origins: ['web gone'] });
  });

  test('and is again before its reader has handed over what it had is read on', async () => {
    const { world } = await excluded();
    world.engine.append('web', line(5));
    world.engine.exclude('web');
    world.engine.tellAgain('web');
    world.engine.include('web');
    world.engine.log('web').tell((sink) => sink.state('gone'));
    world.engine.append('web', line(6));
    await world.clock.advance(3_000);
    expect(world.committed('web').at(-1)).toBe('line 6');
    expect(await savedIn(world)).toMatchObject({ origins: ['web'] });
  });

  test.each(['at once', 'later', 'after a restart'])('and is again, %s, begins where its source says', async (when) => {
    const { world, kill, coverage } = await excluded();
    const foundAt = coverage.view(WEB)?.foundAt;
    world.engine.exclude('web');
    await Promise.resolve();
    world.engine.append('web', line(5));
    if (when !== 'at once') await world.clock.advance(2_000);
    if (when === 'after a restart') kill();
    await world.clock.advance(when === 'at once' ? 0 : 2_000);
    world.engine.include('web');
    const again = when === 'after a restart' ? world.start().coverage : coverage;
    world.engine.append('web', line(6));
    await world.clock.advance(3_000);
    expect(world.committed('web')).toEqual([...texts(0, 5), 'line 6']);
    const saved = await world.ledger.loadOrigin(WEB);
    expect(saved).toMatchObject({ gone: false, lines: 6, position: { head: '7' }, foundAt });
    expect(saved?.watchedSince.stdout).toBeGreaterThan(foundAt ?? 0);
    expect(again.view(WEB)).toMatchObject({ state: 'following', lines: 6, gapsTotal: 0 });
  });

  test('and was known from before is gone, and that is no gap', async () => {
    const { world, kill } = await excluded();
    kill();
    world.engine.exclude('web');
    const { names } = world.start();
    await world.clock.advance(1_100);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ gone: true, gapsTotal: 0 });
    expect(names()).not.toContain('gap');
  });
});

describe('an origin that was removed while nobody watched', () => {
  async function removedWhileAway(prepare: (world: TailingWorld) => void, options: { wanted?: boolean } = {}) {
    const world = new TailingWorld();
    const before = world.start();
    if (options.wanted === false) before.demand.become(() => NOTHING);
    world.engine.create('web');
    world.engine.append('web', ...lines(0, 3));
    await world.clock.advance(1_100);
    prepare(world);
    await world.clock.advance(1_100);
    before.kill();
    world.engine.remove('web');
    const after = world.start();
    await world.clock.advance(1_100);
    const saved = await world.ledger.loadOrigin(WEB);
    return { world, saved, view: after.coverage.view(WEB), names: after.names() };
  }

  test('is a gap from its cursor to nobody knows when, and gone', async () => {
    const { saved, view, names } = await removedWhileAway(() => {});
    const gap = { reason: 'removed_while_away', from: at(2), to: undefined };
    expect(saved).toMatchObject({ gone: true, gapsTotal: 1, latestGaps: [gap], cursor: at(2), lines: 3 });
    expect(view).toMatchObject({ state: 'gone', gapsTotal: 1, latestGaps: [gap] });
    expect(names).toContain('gap');
  });

  test('is no gap when it had ended and was read to its end', async () => {
    const { saved, view, names } = await removedWhileAway((world) => world.engine.log('web').end());
    expect(saved).toMatchObject({ gone: true, gapsTotal: 0, lines: 3 });
    expect(view).toMatchObject({ state: 'gone', gapsTotal: 0 });
    expect(names).not.toContain('gap');
  });

  test('is a gap when it had ended and ran again', async () => {
    const { saved } = await removedWhileAway((world) => {
      world.engine.log('web').end();
      setImmediate(() => world.engine.log('web').start());
    });
    expect(saved).toMatchObject({ gone: true, gapsTotal: 1 });
  });

  test('is no gap when nobody wanted its lines', async () => {
    const { saved } = await removedWhileAway(() => {}, { wanted: false });
    expect(saved).toMatchObject({ gone: true, gapsTotal: 0 });
  });

  test('is told to the ledger again when that objects to it', async () => {
    const world = new TailingWorld();
    const before = world.start();
    world.engine.create('web');
    await world.clock.advance(1_100);
    before.kill();
    world.engine.remove('web');
    let objections = 2;
    world.start({
      prepare: (ledger) => {
        ledger.objection = () => (objections-- > 0 ? new Error('It objects.') : undefined);
      },
    });
    await world.clock.advance(1_100);
    expect(await savedIn(world)).toMatchObject({ origins: ['web'] });
    await world.clock.advance(10_000);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ gone: true, gapsTotal: 1 });
  });

  test('is not told to the ledger again when it is there again', async () => {
    const world = new TailingWorld();
    const before = world.start();
    world.engine.create('web');
    await world.clock.advance(1_100);
    before.kill();
    world.engine.remove('web');
    let objections = 1;
    world.start({
      prepare: (ledger) => {
        ledger.objection = () => (objections-- > 0 ? new Error('It objects.') : undefined);
      },
    });
    await world.clock.advance(100);
    world.engine.create('web');
    await world.clock.advance(10_000);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ gone: false, gapsTotal: 0 });
  });

  test('is told of once: with the next start it is gone already', async () => {
    const { world } = await removedWhileAway(() => {});
    const { names, coverage } = world.start();
    await world.clock.advance(5_000);
    expect(names()).not.toContain('gap');
    // That it is gone, and since when, the ledger knows better.
    expect(coverage.view(WEB)).toBeUndefined();
    expect((await world.ledger.loadOrigin(WEB))?.gapsTotal).toBe(1);
  });
});

describe('more origins than may be read at once', () => {
  async function given() {
    const world = new TailingWorld();
    const running = world.start({ mostTails: 2 });
    for (const name of ['a', 'b', 'c', 'd']) world.engine.create(name).append(line(0));
    await world.clock.advance(1_100);
    return { world, ...running, state: (name: string) => running.coverage.view(`docker/${name}`)?.state };
  }

  test('wait for a place, visibly, and are known to the ledger', async () => {
    const { world, state, coverage, names } = await given();
    expect(['a', 'b', 'c', 'd'].map(state)).toEqual(['following', 'following', 'over_limit', 'over_limit']);
    expect(coverage.view('docker/c')?.note).toContain('2 are read already');
    expect(await savedIn(world)).toMatchObject({ origins: ['a', 'b', 'c', 'd'] });
    expect(names().filter((name) => name === 'overLimit')).toHaveLength(2);
    expect(world.engine.log('c').asked).toEqual([]);
  });

  test('are read from their beginning when a place is free', async () => {
    const { world, state } = await given();
    world.engine.remove('a');
    await world.clock.advance(2_000);
    expect(['b', 'c', 'd'].map(state)).toEqual(['following', 'following', 'over_limit']);
    world.engine.remove('b');
    await world.clock.advance(2_000);
    for (const name of ['a', 'b', 'c', 'd']) expect(world.committed(name)).toEqual(['line 0']);
    expect(world.ledger.doubles()).toBe(0);
  });

  test('are a gap when they are removed before', async () => {
    const { world, state } = await given();
    world.engine.remove('c');
    await world.clock.advance(2_000);
    expect(state('c')).toBe('gone');
    expect(await world.ledger.loadOrigin('docker/c')).toMatchObject({
      ...{ gone: true, latestGaps: [{ reason: 'missed_short_lived', from: undefined, to: undefined }] },
    });
    world.engine.remove('a');
    await world.clock.advance(2_000);
    expect([state('c'), state('d')]).toEqual(['gone', 'following']);
  });

  test('are no gap when they are excluded before', async () => {
    const { world, state } = await given();
    world.engine.exclude('c');
    await world.clock.advance(2_000);
    expect(state('c')).toBe('gone');
    expect(await world.ledger.loadOrigin('docker/c')).toMatchObject({ gone: true, gapsTotal: 0 });
  });

  test('leave a failed reading its place', async () => {
    const { world, state } = await given();
    world.engine.log('a').broken = 'takePosition';
    world.engine.append('a', line(1));
    await world.clock.advance(500);
    expect(['a', 'b', 'c', 'd'].map(state)).toEqual(['failed', 'following', 'over_limit', 'over_limit']);
    world.engine.log('a').broken = undefined;
    await world.clock.advance(2_000);
    expect(state('a')).toBe('following');
    expect(world.committed('a')).toEqual(['line 0', 'line 1']);
  });
});

describe('stopping', () => {
  test('ends all readings and commits what they had come to', async () => {
    const world = new TailingWorld();
    const { supervisor } = world.start();
    const logs = ['web', 'db'].map((name) => world.engine.create(name));
    await world.clock.advance(1_100);
    world.engine.append('web', ...lines(0, 3));
    await world.clock.advance(0);
    world.engine.append('db', ...lines(0, 3));
    world.engine.change('web', { containerName: 'web-2' });
    // What is still with the engine when a reading ends stays there; these lines are handed over before.
    await Promise.resolve();
    const both = Promise.all([supervisor.stop(), supervisor.stop()]);
    await world.clock.advance(0);
    await both;
    expect([world.committed('web'), world.committed('db')]).toEqual([texts(0, 3), texts(0, 3)]);
    expect((await world.ledger.loadOrigin(WEB))?.origin.containerName).toBe('web-2');
    expect(logs.map(({ asked }) => asked)).toEqual([
      ['read', 'stop'],
      ['read', 'stop'],
    ]);
    world.engine.append('web', line(3));
    world.engine.create('late');
    await world.clock.advance(60_000);
    expect([world.committed('web'), world.clock.sleeping]).toEqual([texts(0, 3), 0]);
  });

  test.each([
    'a store that is away',
    'a store that does not answer',
    'a source that does not end',
    'a ledger that cannot say',
  ])('is not held up by %s for more than three seconds', async (what) => {
    const world = new TailingWorld();
    if (what === 'a source that does not end') world.engine.run = () => new Promise(() => {});
    const { supervisor, ledger, backlog } = world.start({
      prepare: (faulty) => Object.assign(faulty, { unavailable: what === 'a ledger that cannot say' }),
    });
    world.engine.create('web');
    await world.clock.advance(1_100);
    if (what === 'a store that is away') ledger.unavailable = true;
    if (what === 'a store that does not answer') ledger.hold();
    world.engine.append('web', line(0));
    await world.clock.advance(100);
    let stopped = false;
    const stopping = supervisor.stop().then(() => {
      stopped = true;
    });
    await world.clock.advance(RUNNING_ENDS_WITHIN_MS - 1);
    expect(stopped).toBe(true);
    await stopping;
    expect([world.clock.sleeping, backlog.effects, backlog.bytes]).toEqual([0, 0, 0]);
  });

  test('gives the last commit all the time that the readings leave', async () => {
    const world = new TailingWorld();
    const { supervisor, ledger } = world.start();
    world.engine.create('web');
    await world.clock.advance(1_100);
    ledger.hold();
    world.engine.append('web', line(0));
    await world.clock.advance(100);
    const stopping = supervisor.stop();
    await world.clock.advance(RUNNING_ENDS_WITHIN_MS - 200);
    ledger.release();
    await stopping;
    expect(world.committed('web')).toEqual(texts(0, 1));
  });

  test('in the middle of a restart begins nothing any more', async () => {
    const world = new TailingWorld();
    const { supervisor } = world.start();
    const log = world.engine.create('web');
    log.broken = 'read';
    await world.clock.advance(500);
    const stopped = supervisor.stop();
    await world.clock.advance(60_000);
    await stopped;
    expect(log.asked).toEqual(['read']);
  });
});

test('a thousand origins are watched with few commits, and shown at once', async () => {
  const world = new TailingWorld();
  for (let n = 0; n < 1_000; n++) world.engine.create(`c${n}`);
  const { ledger, coverage } = world.start();
  await world.clock.advance(1_100);
  for (let round = 0; round < 5; round++) {
    for (let n = 0; n < 1_000; n++) world.engine.append(`c${n}`, line(round));
    await world.clock.advance(100);
  }
  expect(ledger.asked.length).toBeLessThanOrEqual(6);
  const before = process.cpuUsage();
  const views = coverage.views();
  const spent = process.cpuUsage(before);
  expect(views.every(({ lines: count }) => count === 5)).toBe(true);
  expect(spent.user + spent.system).toBeLessThan(100_000);
  expect(world.ledger.doubles()).toBe(0);
  expect(coverage.figures()).toMatchObject({ lines: 5_000, active: 1_000, stuck: 0 });
});
