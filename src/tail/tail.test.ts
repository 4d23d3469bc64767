import { describe, expect, test } from 'vitest';
import { NOTHING_SETTLED } from '../../test/support/flood/nothing-settled.ts';
import { everyLine, type JudgedLine, judgeEveryLine } from '../../test/support/judge-every-line.ts';
import { at, lineBatch, type SampleLine } from '../../test/support/line-batch.ts';
import { sampleOrigin } from '../../test/support/origin-samples.ts';
import { TailingWorld } from '../../test/support/tailing.ts';
import type { Judge } from './judge.ts';

const line = (n: number): SampleLine => ({ text: `line ${n}`, at: at(n) });
const lines = (from: number, to: number): SampleLine[] => Array.from({ length: to - from }, (_, n) => line(from + n));
const texts = (from: number, to: number): string[] => lines(from, to).map(({ text }) => text);
const WEB = sampleOrigin('web').key;

/** Judges as `judgeEveryLine` but finds nothing in lines without `hit`, and throws at `bug` while that is there. */
const judge: Judge<JudgedLine> & { bug: boolean } = {
  bug: true,
  open() {
    return {
      judge: (_, batch) => {
        const effects = everyLine(batch);
        if (this.bug && effects.some(({ text }) => text.includes('bug'))) throw new Error('a bug in a rule');
        return effects.filter(({ text }) => text.includes('hit'));
      },
      takeFlood: () => undefined,
      close: () => undefined,
    };
  },
  sizeOf: judgeEveryLine.sizeOf,
};

describe('a tail', () => {
  test('commits what a line led to at once, with the position behind it', async () => {
    const world = new TailingWorld();
    world.start();
    world.engine.create('web');
    await world.clock.advance(1_100);
    world.engine.append('web', line(0), line(1));
    await world.clock.advance(0);
    expect(world.committed('web')).toEqual(texts(0, 2));
    const saved = await world.ledger.loadOrigin(WEB);
    expect(saved).toMatchObject({ position: { head: '2' }, cursor: at(1), lines: 2, bytes: 14, lateLines: 0 });
  });

  test('commits the position behind lines without effect within a second, all of them together', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start({ judge });
    world.engine.create('web');
    await world.clock.advance(1_100);
    const before = ledger.asked.length;
    for (let n = 0; n < 20; n++) {
      world.engine.append('web', line(n));
      await world.clock.advance(50);
    }
    expect(ledger.asked.length - before).toBe(1);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ position: { head: '20' }, lines: 20 });
  });

  test('saves how flood control stands with the position behind the lines, and goes on with what is saved', async () => {
    const world = new TailingWorld();
    const opened: unknown[] = [];
    const flood = (seconds: number) => {
      const standing = { time: { seconds, nanos: 0 }, epoch: 1, bucket: undefined };
      return { standing, rules: new Map(), counts: new Map(), ...NOTHING_SETTLED };
    };
    const counting: Judge<JudgedLine> = {
      ...judgeEveryLine,
      open(_, saved) {
        opened.push(saved?.standing.time?.seconds);
        let seen = saved?.standing.time?.seconds ?? 0;
        const judge = (_: unknown, { count }: { readonly count: number }) => {
          seen += count;
          return [];
        };
        return { judge, takeFlood: () => flood(seen), close: () => undefined };
      },
    };
    for (const life of [0, 1, 2]) {
      const { kill } = world.start({ judge: counting });
      if (life === 0) world.engine.create('web');
      world.engine.append('web', line(2 * life));
      await world.clock.advance(1_100);
      const judged = 2 * life + 1;
      expect(await world.ledger.loadOrigin(WEB)).toMatchObject({
        position: { head: String(judged) },
        flood: { standing: { time: { seconds: judged } } },
      });
      // Judged, and not yet committed when it dies.
      world.engine.append('web', line(judged));
      await world.clock.advance(0);
      kill();
    }
    expect(opened).toEqual([undefined, 1, 3]);
  });

  test('without lines costs no commit and no timer', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start();
    for (let n = 0; n < 100; n++) world.engine.create(`c${n}`);
    await world.clock.advance(1_100);
    const before = ledger.asked.length;
    expect(world.clock.sleeping).toBe(0);
    await world.clock.advance(3_600_000);
    expect(ledger.asked.length).toBe(before);
  });

  test('goes on where its last commit was, whenever the process is killed', async () => {
    const world = new TailingWorld();
    world.engine.create('web', { batchLines: () => 7 });
    for (let life = 0; life < 20; life++) {
      const { kill, ledger } = world.start();
      world.engine.append('web', ...lines(life * 50, life * 50 + 25));
      await world.clock.advance(life % 3);
      if (life % 4 === 0) ledger.hold();
      world.engine.append('web', ...lines(life * 50 + 25, life * 50 + 50));
      await world.clock.advance(life % 2 === 0 ? 0 : 20);
      kill();
    }
    world.start();
    await world.clock.advance(1_100);
    expect(world.committed('web')).toEqual(texts(0, 1_000));
    expect(world.ledger.doubles()).toBe(0);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ lines: 1_000 });
  });

  test('commits a gap at once, and shows and tells it', async () => {
    const world = new TailingWorld();
    const { coverage, recorded } = world.start();
    const log = world.engine.create('web');
    await world.clock.advance(1_100);
    const gap = { reason: 'rotated', from: at(1), to: at(2) } as const;
    log.tell((sink) => sink.gap(gap));
    await world.clock.advance(0);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ gapsTotal: 1, latestGaps: [gap] });
    expect(coverage.view(WEB)).toMatchObject({ gapsTotal: 1, latestGaps: [gap] });
    expect(recorded).toContainEqual({ what: 'gap', details: { origin: sampleOrigin('web'), gap } });
  });

  test('counts a line as late that is older than 15 minutes when it arrives', async () => {
    const world = new TailingWorld();
    const { coverage } = world.start();
    world.engine.create('web');
    await world.clock.advance(1_100);
    world.engine.append('web', { text: 'late', at: at(1_000 - 900_001) }, { text: 'not', at: at(1_000 - 900_000) });
    await world.clock.advance(0);
    expect(coverage.view(WEB)).toMatchObject({ lines: 2, lateLines: 1 });
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ lateLines: 1 });
  });

  test('shows how its reading stands, with the words of the engine, and tells once that it cannot be read', async () => {
    const world = new TailingWorld();
    const { coverage, recorded } = world.start();
    const log = world.engine.create('web');
    await world.clock.advance(0);
    log.tell((sink) => {
      sink.state('unreadable', 'the driver cannot');
      sink.state('unreadable', 'the driver cannot');
      sink.reconnected('cut');
      sink.known(at(7));
    });
    expect(coverage.view(WEB)).toMatchObject({
      ...{ state: 'unreadable', note: 'the driver cannot', newestKnown: at(7), reconnects: { cut: 1, ended: 0 } },
    });
    expect(recorded.filter(({ what }) => what === 'unreadable')).toEqual([
      { what: 'unreadable', details: { origin: sampleOrigin('web'), note: 'the driver cannot' } },
    ]);
  });
});

describe('that nothing is left to be read of an origin', () => {
  test('is saved within a second, and at once that there may be more', async () => {
    const world = new TailingWorld();
    world.start();
    const log = world.engine.create('web');
    const isSettled = async (): Promise<boolean | undefined> => (await world.ledger.loadOrigin(WEB))?.settled;
    log.end();
    await world.clock.advance(2_100);
    expect(await isSettled()).toBe(true);
    log.tell((sink) => sink.state('starting'));
    await world.clock.advance(2_100);
    expect(await isSettled()).toBe(true);
    log.start();
    await world.clock.advance(0);
    expect(await isSettled()).toBe(false);
  });

  test('is saved again when it cannot be read by now, with its position', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start();
    const log = world.engine.create('web');
    log.end();
    await world.clock.advance(2_100);
    const before = ledger.commits.length;
    log.tell((sink) => sink.state('unreadable'));
    await world.clock.advance(2_100);
    log.tell((sink) => sink.state('unreadable'));
    await world.clock.advance(2_100);
    expect(ledger.commits.length).toBe(before + 1);
  });

  test('stays saved when Tocsin starts again, and costs no commit then', async () => {
    const world = new TailingWorld();
    const before = world.start();
    world.engine.create('web').end();
    await world.clock.advance(2_100);
    before.kill();
    const { ledger } = world.start();
    await world.clock.advance(2_100);
    world.engine.memoryChanged();
    await world.clock.advance(2_100);
    expect([world.engine.runs, ledger.asked.length]).toEqual([2, 0]);
    expect((await world.ledger.loadOrigin(WEB))?.settled).toBe(true);
  });
});

describe('what is not committed yet', () => {
  test('pauses its own reading when it is too much, until it is committed', async () => {
    const world = new TailingWorld();
    const { ledger, coverage, names } = world.start({ tailBounds: { mostEffects: 10, mostBytes: 1e6 } });
    const [web, db] = ['web', 'db'].map((name) => world.engine.create(name, { batchLines: () => 4 }));
    await world.clock.advance(1_100);
    ledger.hold();
    world.engine.append('web', ...lines(0, 1_000));
    world.engine.append('db', line(0));
    await world.clock.advance(60_000);
    expect(web?.asked).toEqual(['read', 'pause']);
    expect(db?.asked).toEqual(['read']);
    expect(coverage.view(WEB)).toMatchObject({ lines: 12, paused: true });
    expect(names().filter((name) => name === 'paused')).toHaveLength(1);
    ledger.release();
    await world.clock.advance(60_000);
    expect(world.committed('web')).toEqual(texts(0, 1_000));
    expect(coverage.view(WEB)).toMatchObject({ lines: 1_000, paused: false });
    expect(world.ledger.doubles()).toBe(0);
  });

  test('pauses all readings when it is too much of all together, those that begin then too', async () => {
    const world = new TailingWorld();
    const { ledger, backlog, coverage } = world.start({ bounds: { mostEffects: 50, mostBytes: 1e9 } });
    const logs = ['a', 'b', 'c', 'quiet'].map((name) => world.engine.create(name, { batchLines: () => 10 }));
    await world.clock.advance(1_100);
    ledger.hold();
    for (const name of ['a', 'b', 'c']) world.engine.append(name, ...lines(0, 200));
    await world.clock.advance(60_000);
    logs.push(world.engine.create('new'));
    world.engine.append('new', ...lines(0, 200));
    await world.clock.advance(60_000);
    expect(backlog.effects).toBe(50);
    expect(logs.map(({ asked }) => asked.at(-1))).toEqual(Array(5).fill('pause'));
    expect(coverage.views().every(({ paused }) => paused)).toBe(true);
    ledger.release();
    await world.clock.advance(60_000);
    for (const name of ['a', 'b', 'c', 'new']) expect(world.committed(name)).toEqual(texts(0, 200));
    expect([backlog.effects, backlog.bytes, world.ledger.doubles()]).toEqual([0, 0, 0]);
  });

  test('stays bounded while the store is away for an hour, and none of it is lost', async () => {
    const world = new TailingWorld();
    const { ledger, backlog } = world.start({ bounds: { mostEffects: 100, mostBytes: 1e9 } });
    world.engine.create('web', { batchLines: () => 10 });
    await world.clock.advance(1_100);
    ledger.unavailable = true;
    for (let minute = 0; minute < 60; minute++) {
      world.engine.append('web', ...lines(minute * 20, minute * 20 + 20));
      await world.clock.advance(60_000);
      expect(backlog.effects).toBeLessThanOrEqual(100);
    }
    ledger.unavailable = false;
    await world.clock.advance(60_000);
    expect(world.committed('web')).toEqual(texts(0, 1_200));
    expect([backlog.effects, world.ledger.doubles()]).toEqual([0, 0]);
  });

  test('of gaps alone is bounded as well', async () => {
    const world = new TailingWorld();
    const { ledger } = world.start({ tailBounds: { mostEffects: 10, mostBytes: 1e6 } });
    const log = world.engine.create('web');
    await world.clock.advance(1_100);
    ledger.unavailable = true;
    for (let n = 0; n < 10; n++) log.tell((sink) => sink.gap({ reason: 'rotated', from: at(n), to: undefined }));
    expect(log.asked).toEqual(['read', 'pause']);
  });
});

describe('a fault', () => {
  test('of the judge ends that tail alone, visibly, and nothing of the batch is skipped', async () => {
    judge.bug = true;
    const world = new TailingWorld();
    const { coverage, recorded } = world.start({ judge });
    for (const name of ['web', 'db']) world.engine.create(name);
    world.engine.append('web', { text: 'hit 1', at: at(1) });
    await world.clock.advance(100);
    world.engine.append('web', { text: 'hit 2', at: at(2) }, { text: 'bug', at: at(3) });
    world.engine.append('db', { text: 'hit', at: at(1) });
    await world.clock.advance(100);
    expect(coverage.view(WEB)).toMatchObject({
      state: 'failed',
      note: 'a bug in a rule',
      lines: 1,
      newestKnown: at(3),
    });
    expect(recorded.find(({ what }) => what === 'failed')?.details).toMatchObject({ origin: sampleOrigin('web') });
    expect([world.committed('web'), world.committed('db')]).toEqual([['hit 1'], ['hit']]);
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ position: { head: '1' }, lines: 1 });
  });

  test('is tried again from the last commit, later each time, until it is mended', async () => {
    judge.bug = true;
    const world = new TailingWorld();
    const { coverage } = world.start({ judge });
    const log = world.engine.create('web');
    log.append({ text: 'hit 1', at: at(1) });
    await world.clock.advance(100);
    log.append({ text: 'hit 2', at: at(2) }, { text: 'bug', at: at(3) });
    const reads = (): number => log.asked.filter((call) => call === 'read').length;
    await world.clock.advance(7_100);
    expect([reads(), coverage.view(WEB)?.state]).toEqual([4, 'failed']);
    judge.bug = false;
    await world.clock.advance(8_000);
    expect([reads(), coverage.view(WEB)?.state]).toEqual([5, 'following']);
    expect(world.committed('web')).toEqual(['hit 1', 'hit 2']);
    expect(world.ledger.doubles()).toBe(0);
    expect(coverage.view(WEB)).toMatchObject({ lines: 3 });
    expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ lines: 3 });
  });

  test.each(['read', 'takePosition', 'pause'] as const)('of a source in %s ends that tail alone', async (call) => {
    const world = new TailingWorld();
    const { coverage, names } = world.start({ tailBounds: { mostEffects: 3, mostBytes: 1e6 } });
    const [web, db] = ['web', 'db'].map((name) => world.engine.create(name, { batchLines: () => 1 }));
    if (web) web.broken = call;
    await world.clock.advance(100);
    for (const name of ['web', 'db']) world.engine.append(name, ...lines(0, 5));
    await world.clock.advance(800);
    expect(names().filter((name) => name === 'failed')).toHaveLength(1);
    expect(coverage.view(WEB)).toMatchObject({ state: 'failed', note: `It breaks at ${call}.` });
    expect([world.committed('db'), db?.asked]).toEqual([texts(0, 5), ['read', 'pause', 'resume']]);
    if (web) web.broken = undefined;
    await world.clock.advance(60_000);
    expect(world.committed('web')).toEqual(texts(0, 5));
    expect(world.ledger.doubles()).toBe(0);
  });

  test('of a reading that says so itself ends that tail alone, and it is read again', async () => {
    const world = new TailingWorld();
    const { coverage, backlog } = world.start();
    const log = world.engine.create('web');
    await world.clock.advance(1_100);
    log.tell((sink) => {
      sink.failed(new Error('a bug in the reader'));
      sink.lines(lineBatch(lines(0, 5)));
    });
    world.engine.append('web', ...lines(0, 5));
    await world.clock.advance(500);
    expect(coverage.view(WEB)).toMatchObject({ state: 'failed', note: 'a bug in the reader', lines: 0 });
    expect(backlog.effects).toBe(0);
    await world.clock.advance(1_000);
    expect(world.committed('web')).toEqual(texts(0, 5));
    expect(log.asked).toEqual(['read', 'stop', 'read']);
  });

  test('of the judge that cannot weigh what it found is one of the judge as well', async () => {
    const world = new TailingWorld();
    let broken = true;
    const sizeOf = (): number => {
      if (broken) throw new Error('it has no weight');
      return 1;
    };
    const { coverage, backlog } = world.start({ judge: { ...judgeEveryLine, sizeOf } });
    world.engine.create('web');
    world.engine.append('web', ...lines(0, 5));
    await world.clock.advance(500);
    expect(coverage.view(WEB)).toMatchObject({ state: 'failed', note: 'it has no weight' });
    broken = false;
    await world.clock.advance(2_000);
    expect(world.committed('web')).toEqual(texts(0, 5));
    expect([backlog.effects, backlog.bytes]).toEqual([0, 0]);
  });

  test('of a source in stop keeps nobody from going on', async () => {
    const world = new TailingWorld();
    const { coverage, names } = world.start();
    const log = world.engine.create('web');
    log.broken = 'stop';
    world.engine.append('web', ...lines(0, 5));
    await world.clock.advance(100);
    world.engine.remove('web');
    await world.clock.advance(2_000);
    expect(world.committed('web')).toEqual(texts(0, 5));
    expect([coverage.view(WEB)?.state, names().at(-1)]).toEqual(['gone', 'ended']);
  });

  test('leaves nothing of what was read since the last commit in the backlog', async () => {
    judge.bug = true;
    const world = new TailingWorld();
    const { backlog, ledger } = world.start({ judge });
    const log = world.engine.create('web', { batchLines: () => 1 });
    await world.clock.advance(1_100);
    ledger.hold();
    log.append({ text: 'hit 1', at: at(1) });
    await world.clock.advance(0);
    log.append({ text: 'hit 2', at: at(2) }, { text: 'bug', at: at(3) });
    await world.clock.advance(0);
    expect(backlog.effects).toBe(1);
    ledger.release();
    await world.clock.advance(0);
    expect([backlog.effects, backlog.bytes]).toEqual([0, 0]);
  });

  test('after ten good minutes is tried again as soon as the first', async () => {
    judge.bug = true;
    const world = new TailingWorld();
    const { coverage } = world.start({ judge });
    const log = world.engine.create('web');
    const fails = async (line: SampleLine): Promise<void> => {
      judge.bug = true;
      log.append(line);
      await world.clock.advance(100);
      judge.bug = false;
    };
    await fails({ text: 'bug', at: at(1) });
    await world.clock.advance(1_000);
    expect(coverage.view(WEB)?.state).toBe('following');
    await world.clock.advance(600_000);
    await fails({ text: 'bug', at: at(2) });
    await world.clock.advance(1_000);
    expect(coverage.view(WEB)?.state).toBe('following');
    await fails({ text: 'bug', at: at(3) });
    await world.clock.advance(1_000);
    expect(coverage.view(WEB)?.state).toBe('failed');
  });

  test('of two in the very moment of a commit costs neither a line', async () => {
    const world = new TailingWorld();
    const { names } = world.start({ bounds: { mostEffects: 4, mostBytes: 1e6 } });
    const [first, second] = ['first', 'second'].map((name) => world.engine.create(name));
    await world.clock.advance(1_100);
    world.engine.append('first', ...lines(0, 3));
    world.engine.append('second', ...lines(0, 1));
    await Promise.resolve();
    // That the first gives nothing makes room, so that the second is to go on, and fails at that.
    if (first) first.broken = 'takePosition';
    if (second) second.broken = 'resume';
    await world.clock.advance(100);
    expect(names().filter((name) => name === 'failed')).toHaveLength(2);
    if (first) first.broken = undefined;
    if (second) second.broken = undefined;
    await world.clock.advance(10_000);
    expect([world.committed('first'), world.committed('second')]).toEqual([texts(0, 3), texts(0, 1)]);
    expect(world.ledger.doubles()).toBe(0);
  });

  test('while a commit of it runs waits for that commit before it begins again', async () => {
    judge.bug = true;
    const world = new TailingWorld();
    const { ledger } = world.start({ judge });
    const log = world.engine.create('web');
    await world.clock.advance(1_100);
    ledger.hold();
    log.append({ text: 'hit 1', at: at(1) });
    await world.clock.advance(0);
    log.append({ text: 'bug', at: at(2) });
    await world.clock.advance(60_000);
    expect(log.asked.filter((call) => call === 'read')).toHaveLength(1);
    ledger.release();
    await world.clock.advance(60_000);
    expect(log.asked.filter((call) => call === 'read').length).toBeGreaterThan(1);
    expect(world.committed('web')).toEqual(['hit 1']);
    expect(world.ledger.doubles()).toBe(0);
  });

  test('of the ledger with one origin alone ends that tail, and it is read again', async () => {
    const world = new TailingWorld();
    let objects = true;
    const { coverage, backlog } = world.start({
      prepare: (ledger) => {
        ledger.objection = ({ origins }) =>
          objects && origins.some(({ origin, effects }) => origin.key === WEB && effects.length > 0)
            ? new Error('a NUL')
            : undefined;
      },
    });
    for (const name of ['web', 'db']) world.engine.create(name);
    await world.clock.advance(1_100);
    for (const name of ['web', 'db']) world.engine.append(name, ...lines(0, 5));
    await world.clock.advance(500);
    expect(coverage.view(WEB)).toMatchObject({ state: 'failed', note: 'a NUL' });
    expect(backlog.effects).toBe(0);
    expect([world.committed('web'), world.committed('db')]).toEqual([[], texts(0, 5)]);
    objects = false;
    await world.clock.advance(60_000);
    expect(world.committed('web')).toEqual(texts(0, 5));
    expect(world.ledger.doubles()).toBe(0);
  });
});
