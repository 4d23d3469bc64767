// Reading over real sockets, from engines of which no test machine has all: what one version of Docker cannot show.
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  DOCKER_20,
  DOCKER_20_LOCAL,
  DOCKER_29,
  type EngineProfile,
} from '../../../test/support/fake-engine/engine-profile.ts';
import type { FakeContainer, FakeContainerSpec } from '../../../test/support/fake-engine/fake-container.ts';
import { type FakeEngineOptions, startFakeEngine } from '../../../test/support/fake-engine/fake-engine.ts';
import { frame } from '../../../test/support/fake-engine/logs/log-encoding.ts';
import { judgeEveryLine } from '../../../test/support/judge-every-line.ts';
import { hastyClock } from '../../../test/support/reading/hasty-clock.ts';
import { type EngineWatching, watchEngine } from '../../../test/support/reading/watch-engine.ts';
import { TestLedger } from '../../../test/support/test-ledger.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { stampAfter } from '../../core/lines/stamp.ts';

const DOCKER_OF_OLD_AND_NEW: readonly (readonly [string, EngineProfile])[] = [
  ['Docker 20.10, which says no content type and holds every record against since', DOCKER_20],
  ['Docker 20.10 with the driver local', DOCKER_20_LOCAL],
  ['Docker 29, which says one and holds the first alone', DOCKER_29],
];

/** An engine that is watched, and a container of it that has just started. */
async function given(options: FakeEngineOptions = {}, spec: FakeContainerSpec = {}) {
  const engine = await startFakeEngine(options);
  const ledger = new TestLedger();
  let watching: EngineWatching;
  const watch = async (): Promise<void> => {
    watching = watchEngine({ url: engine.url, ledger, judge: judgeEveryLine, clock: hastyClock(10) });
    await waitUntil(() => watching.status().listedAt !== undefined, { what: 'the engine is watched' });
  };
  await watch();
  onTestFinished(() => watching.stop());
  const web = engine.addContainer({ name: 'web', ...spec });
  const view = () => watching.origins().find(({ origin }) => origin.containerId === web.id);
  const stands = async (state: string): Promise<void> => {
    const what = () => `it is ${state}, and not ${view()?.state}: ${view()?.note}`;
    await waitUntil(() => view()?.state === state, { what });
  };
  await stands('following');
  return {
    ...{ engine, web, view, stands, watch },
    unwatch: () => watching.stop(),
    /** Waits until so many lines were read; gives what the ledger has then, which is in the order of their stamps. */
    async lines(count: number): Promise<readonly string[]> {
      await waitUntil(() => view()?.lines === count, {
        what: () => `${count} lines are read, and not ${view()?.lines}`,
      });
      await waitUntil(() => ledger.lines(`docker/${web.id}`).length >= count && watching.uncommitted() === 0, {
        what: 'they are committed',
      });
      expect([ledger.doubles(), view()?.gapsTotal]).toEqual([0, 0]);
      return ledger.lines(`docker/${web.id}`).map(({ stream, text }) => `${stream} ${text}`);
    },
  };
}

/** Some lines of both streams, of which each fourth was stamped 30 ms before it came into the log. */
function logUnordered(
  web: FakeContainer,
  engine: Awaited<ReturnType<typeof given>>['engine'],
  names: readonly string[],
) {
  for (const [at, name] of names.entries()) {
    engine.time.move(50);
    const late = at % 4 === 3 ? stampAfter(engine.time.now, -30) : undefined;
    web.log(at % 2 === 0 ? 'stdout' : 'stderr', name, late);
  }
}

const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => `line ${from + at}`);
const sorted = (lines: readonly string[]): string[] => lines.map((line) => line.slice(2)).toSorted();

describe.each(DOCKER_OF_OLD_AND_NEW)('%s', (_, profile) => {
  test('has each line read once, over cuts and while nobody watches, although lines lie before older ones', async () => {
    const { engine, web, lines, watch, unwatch } = await given({ profile });
    logUnordered(web, engine, names(100, 140));
    await lines(40);
    engine.cutStreams();
    logUnordered(web, engine, names(140, 160));
    await lines(60);
    await unwatch();
    // More than is asked for with the stream.
    logUnordered(web, engine, names(160, 600));
    await watch();
    const all = await lines(500);
    expect(sorted(all)).toEqual(names(100, 600));
  });

  test('has the lines of a terminal read without their ends', async () => {
    const { web, lines } = await given({ profile }, { tty: true });
    web.log('stdout', 'one');
    web.log('stderr', 'two');
    expect(await lines(2)).toEqual(['1 one', '1 two']);
  });

  test('may cut its answers at every byte, also within a character', async () => {
    const { web, lines, view } = await given({ profile, chunkBytes: 1 });
    const long = `${'ü€😀'.repeat(2_000)} end`;
    web.log('stdout', long);
    web.log('stderr', 'next');
    const [first = '', second] = await lines(2);
    // A ledger keeps how a line begins.
    expect([long.startsWith(first.slice(2, 20)), second]).toEqual([true, '2 next']);
    expect(view()?.bytes).toBe(Buffer.byteLength(`${long}\nnext\n`));
  });

  test('may send its heads with the first line only', async () => {
    const { web, lines, engine } = await given({ profile });
    engine.holdHeads();
    engine.cutStreams();
    web.log('stdout', 'while the head is held back');
    engine.releaseHeads();
    expect(await lines(1)).toEqual(['1 while the head is held back']);
  });

  test('may give lines of both streams, and different ones of one stream, the same stamp', async () => {
    const { engine, web, lines } = await given({ profile });
    const stamp = engine.time.next();
    for (const [stream, text] of [
      ['stdout', 'a'],
      ['stderr', 'a'],
      ['stdout', 'b'],
      ['stderr', 'c'],
    ] as const)
      web.log(stream, text, stamp);
    const all = ['1 a', '1 b', '2 a', '2 c'];
    expect((await lines(4)).toSorted()).toEqual(all);
    engine.cutStreams();
    web.log('stdout', 'd', stampAfter(stamp, 1));
    expect((await lines(5)).toSorted()).toEqual(['1 a', '1 b', '1 d', '2 a', '2 c']);
  });

  test('may have its clock set back', async () => {
    const { engine, web, lines, watch, unwatch } = await given({ profile });
    logUnordered(web, engine, names(100, 200));
    await lines(100);
    engine.time.move(-10_000);
    logUnordered(web, engine, names(200, 220));
    await lines(120);
    engine.cutStreams();
    logUnordered(web, engine, names(220, 240));
    await lines(140);
    await unwatch();
    logUnordered(web, engine, names(240, 500));
    await watch();
    expect(sorted(await lines(400))).toEqual(names(100, 500));
  });

  test('may break off within a stream and say so, and lines go on', async () => {
    const { web, lines, view } = await given({ profile });
    web.log('stdout', 'before');
    await lines(1);
    web.failFollowers('Error grabbing logs: no such file or directory');
    web.log('stdout', 'behind');
    expect(await lines(2)).toEqual(['1 before', '1 behind']);
    expect(view()?.reconnects.engine_error).toBe(1);
  });

  test('may refuse the lines of a container that it cannot remove, and that is said', async () => {
    const { web, lines, stands, view } = await given({ profile });
    web.log('stdout', 'before');
    await lines(1);
    web.becomeDead();
    await stands('degraded');
    expect(view()?.note).toMatch(/409: can not get logs from container which is dead or marked for removal\.$/);
  });
});

/** The same bytes every time, of which none is like the one before. */
const NOISE = Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919 + (at >> 3)) % 256));
const WITHOUT_STAMP = frame('stdout', Buffer.from('no stamp\n'));

describe('a stream that is hostile or broken', () => {
  test.each<readonly [string, (bytes: Buffer) => Buffer]>([
    ['noise', () => NOISE.subarray(8)],
    ['noise behind the beginning of a frame', () => Buffer.concat([Buffer.from([1]), NOISE.subarray(9)])],
    ['zero bytes alone', () => Buffer.alloc(70_000)],
    ['a frame of four gigabytes', () => Buffer.from([1, 0, 0, 0, 255, 255, 255, 255])],
    ['a frame of a stream that there is not', (bytes) => Buffer.concat([Buffer.from([4]), bytes.subarray(1)])],
    ['frames that lack their ends', (bytes) => bytes.subarray(0, -3)],
    ['frames without a stamp', () => WITHOUT_STAMP],
    ['stamps of no day', (bytes) => Buffer.from(bytes.toString('latin1').replace(/-\d\d-\d\dT/, '-13-45T'), 'latin1')],
  ])(
    'of %s is asked for less and less often, with a reason, and what is written is read when it is none',
    async (_, garbled) => {
      const { engine, web, lines, stands, view } = await given({ profile: DOCKER_29 });
      web.log('stdout', 'one');
      await lines(1);
      const before = engine.requests.length;
      engine.garbled = garbled;
      engine.cutStreams();
      for (const text of ['two', 'three']) web.log('stdout', text);
      await stands('degraded');
      expect(view()).toMatchObject({ lines: 1, gapsTotal: 0 });
      expect(view()?.note).toMatch(/^What the engine sends is no stream of lines: ./);
      expect(engine.requests.length - before).toBeLessThan(30);
      engine.garbled = undefined;
      expect(await lines(3)).toEqual(['1 one', '1 two', '1 three']);
      await stands('following');
    },
  );
});

describe('lines of JSON, which newer engines send to whoever asks for them', () => {
  test('are not asked for', async () => {
    const { web, lines } = await given({ profile: { ...DOCKER_29, newestApi: 60, oldestApi: 54 } });
    web.log('stdout', 'one');
    expect(await lines(1)).toEqual(['1 one']);
  });

  test.each([false, true])(
    'that come all the same are taken for no lines, and that is said until frames come (terminal: %s)',
    async (tty) => {
      const { engine, web, lines, stands, view } = await given({ profile: DOCKER_29 }, { tty });
      web.log('stdout', 'one');
      await lines(1);
      engine.insistsOnJsonLines = true;
      engine.cutStreams();
      web.log('stdout', 'two');
      await stands('degraded');
      expect(view()).toMatchObject({
        lines: 1,
        note: 'What the engine sends is no stream of lines: A line of a terminal has no stamp.',
      });
      engine.insistsOnJsonLines = false;
      expect(await lines(2)).toEqual(['1 one', '1 two']);
      await stands('following');
    },
  );
});
