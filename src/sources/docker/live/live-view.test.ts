import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LiveScene } from '../../../../test/support/live-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

const RUNS = Number(process.env.TOCSIN_TEST_RUNS ?? 50);

/** Somebody who looks at a container that has written so many lines. */
async function looking(lines = 3, tail?: number): Promise<LiveScene> {
  const scene = new LiveScene();
  scene.write(lines);
  scene.open(tail === undefined ? {} : { tail });
  await scene.settle();
  return scene;
}

async function written(scene: LiveScene, count: number): Promise<void> {
  scene.write(count);
  scene.engine.deliver();
  await scene.settle();
}

describe('a live view', () => {
  test('shows the last lines, then each as it comes', async () => {
    const scene = await looking(10, 2);
    expect(scene.seen).toEqual(['line 8', 'line 9']);
    await written(scene, 1);
    expect(scene.seen.slice(2)).toEqual(['line 10']);
    expect(scene.told).toEqual(['following']);
    await scene.leave();
    expect(scene.engine.openStreams).toBe(0);
  });

  test('that was asked for no past misses nothing that is written between two requests', async () => {
    const scene = await looking(5, 0);
    expect(scene.seen).toEqual([]);
    scene.engine.cut();
    scene.write(3);
    await scene.settle(1_000);
    expect(scene.seen.slice(-3)).toEqual(['line 5', 'line 6', 'line 7']);
  });

  test('of a container without a line misses nothing either, however many come at once', async () => {
    const scene = await looking(0, 2);
    scene.engine.cut();
    scene.write(5);
    await scene.settle(1_000);
    expect(scene.seen).toEqual(scene.written);
  });

  test('goes on behind the last line that was seen, whatever came meanwhile', async () => {
    const scene = await looking(50, 10);
    await scene.leave();
    scene.write(2_500);
    scene.open();
    await scene.settle();
    expect(scene.seen).toEqual(scene.written.slice(40));
    expect(scene.told).not.toContain('gap rotated');
  });

  test('goes on behind a line whose stream was out of order', async () => {
    const scene = await looking(3);
    await scene.leave();
    scene.write(1, { lateMs: 35, stream: 2 });
    scene.write(1);
    scene.open();
    await scene.settle();
    expect(scene.seen).toEqual(scene.written);
  });

  test('has no time: somebody looks at it', async () => {
    const scene = await looking(3);
    await scene.leave();
    const stream = scene.engine.stream.bind(scene.engine);
    const hasTime: unknown[] = [];
    scene.engine.stream = (path, sink, options) => {
      hasTime.push(options?.hasTime ?? false);
      return stream(path, sink);
    };
    scene.open();
    await scene.settle();
    expect(new Set(hasTime)).toEqual(new Set([false]));
  });

  test('goes on with as much as is written between the look for its place and the request behind it', async () => {
    const scene = await looking(3);
    await scene.leave();
    const { engine } = scene;
    const stream = engine.stream.bind(engine);
    let bursts = 0;
    engine.stream = (path, sink) => {
      if (path.includes('follow=1') && bursts++ < 2) scene.write(5_000);
      return stream(path, sink);
    };
    scene.open();
    await scene.settle(2_000);
    expect(scene.seen).toEqual(scene.written);
  });

  test('says that lines are missing when the one up to which it had seen is gone, once', async () => {
    const scene = await looking(3);
    await scene.leave();
    scene.write(10);
    scene.engine.rotate(8);
    scene.open();
    await scene.settle();
    expect(scene.seen).toEqual([...scene.written.slice(0, 3), ...scene.written.slice(8)]);
    scene.engine.cut();
    await scene.settle(5_000);
    expect(scene.told.filter((word) => word.startsWith('gap'))).toEqual(['gap rotated']);
  });

  test('says that lines are missing when more came than it fetches, and shows the last ones', async () => {
    const scene = await looking(3);
    await scene.leave();
    scene.write(100_001);
    scene.open({ tail: 2 });
    await scene.settle();
    expect(scene.told).toContain('gap too_many');
    expect(scene.seen).toEqual([...scene.written.slice(0, 3), ...scene.written.slice(-2)]);
  });

  test.each(['nonsense', '9999999999.000000000-1-a-b', '1.000000000-1-a-b'])(
    'that goes on behind %s, which no line is called, shows what is there',
    async (after) => {
      const scene = new LiveScene();
      scene.write(3);
      scene.open({ after });
      await scene.settle();
      await written(scene, 1);
      expect(scene.seen.length).toBeLessThanOrEqual(4);
      expect(new Set(scene.seen).size).toBe(scene.seen.length);
      expect(scene.engine.openStreams).toBe(1);
    },
  );

  test('is silent about a stream that is cut, and says what is wrong when it is cut again at once', async () => {
    const scene = await looking();
    await scene.settle(5_000);
    scene.engine.cut();
    await scene.settle(300);
    expect(scene.told).toEqual(['following', 'following']);
    scene.engine.cut();
    await scene.settle(100);
    expect(scene.told.slice(2)).toEqual(['failed The stream was cut.']);
  });

  test('waits for a container that has ended, reads what it left unread, and goes on with its next run', async () => {
    const scene = await looking();
    scene.write(5);
    scene.engine.exit(true);
    await scene.settle(100);
    expect(scene.seen).toEqual(scene.written);
    expect(scene.told).toEqual(['following', 'ended']);
    await scene.settle(60_000);
    const asked = scene.engine.asked.length;
    await scene.settle(600_000);
    expect(scene.engine.asked.length).toBe(asked);
    scene.engine.isRunning = true;
    scene.write(2);
    await scene.settle(2_000);
    expect(scene.seen).toEqual(scene.written);
    expect(scene.told.at(-1)).toBe('following');
  });

  test('shows a long line whole that was half sent when its container ended', async () => {
    const scene = await looking();
    const [stamp, half] = [{ seconds: 1_790_000_100, nanos: 0 }, 'x'.repeat(16_384)];
    scene.engine.write({ stream: 1, stamp, text: half });
    scene.engine.deliver();
    scene.engine.write({ stream: 1, stamp, text: 'end\n' });
    scene.engine.exit(true);
    await scene.settle(5_000);
    expect(scene.seen.slice(3)).toEqual([`${half}end`]);
    expect(new Set(scene.told)).toEqual(new Set(['following', 'ended']));
  });

  test('asks for no lines of a container that has ended and is being removed', async () => {
    const scene = await looking();
    scene.engine.isRemovedAtEnd = true;
    const asked = scene.engine.asked.length;
    scene.engine.exit(true);
    await scene.settle(60_000);
    expect([scene.engine.asked.length, scene.told.at(-1)]).toEqual([asked, 'ended']);
  });

  test('does not ask without a pause for a stream that ends as soon as it is open', async () => {
    const scene = await looking();
    for (let n = 0; n < 200; n++) {
      const { isRunning } = scene.engine;
      scene.engine.exit(false);
      scene.engine.isRunning = isRunning;
      await scene.settle(50);
    }
    expect(scene.engine.asked.length).toBeLessThan(60);
  });

  test('ends when its container is removed', async () => {
    const scene = await looking();
    scene.engine.isRemoved = true;
    scene.engine.cut();
    await scene.settle(1_000);
    expect(scene.told.at(-1)).toBe('gone');
    expect(scene.clock.sleeping).toBe(0);
  });

  test('says in the engine’s words why nobody can read a container, and asks less and less often', async () => {
    const scene = new LiveScene();
    scene.engine.isUnreadable = true;
    scene.open();
    await scene.settle(60_000);
    expect(new Set(scene.told)).toEqual(new Set(['failed configured logging driver does not support reading']));
    expect(scene.engine.asked.length).toBeLessThan(12);
  });

  test('leaves with the engine what its person does not take, and has all of it later', async () => {
    const scene = await looking();
    scene.isBehind = true;
    await written(scene, 1);
    const seen = scene.seen.length;
    await written(scene, 10_000);
    expect(scene.seen.length).toBe(seen);
    scene.takeMore();
    await scene.settle();
    expect(scene.seen).toEqual(scene.written);
  });

  test('shows once what an old engine repeats when it begins another file', async () => {
    const scene = await looking(50);
    scene.engine.repeat(20);
    await written(scene, 3);
    expect(scene.seen).toEqual(scene.written);
  });

  test('shows a sentence of the engine’s own, and goes on', async () => {
    const scene = await looking();
    await scene.settle(2_000);
    scene.engine.breakOff('Error grabbing logs: no such file');
    scene.engine.breakOff('again');
    await scene.settle(300);
    scene.engine.breakOff('Error grabbing logs: no such file');
    await scene.settle(5_000);
    await written(scene, 2);
    expect(scene.told).toContain('failed The engine broke off: Error grabbing logs: no such file');
    expect(scene.seen).toEqual(scene.written);
  });

  const step = fc.oneof(
    fc.record({
      do: fc.constant('write' as const),
      count: fc.integer({ min: 1, max: 30 }),
      lateMs: fc.integer({ min: 0, max: 40 }),
      stream: fc.constantFrom(1 as const, 2 as const),
    }),
    fc.record({ do: fc.constant('burst' as const), count: fc.integer({ min: 500, max: 3_000 }) }),
    fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 20 }) }),
    fc.record({
      do: fc.constantFrom(...(['cut', 'come back', 'start', 'look away', 'look again', 'repeat'] as const)),
    }),
    fc.record({ do: fc.constant('exit' as const), unread: fc.boolean() }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5_000 }) }),
    fc.record({ do: fc.constant('set clock back' as const), ms: fc.integer({ min: 100, max: 20_000 }) }),
  );

  type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
  type TornStep = Step | { do: 'tear' | 'write half' | 'write a part' };

  async function play(scene: LiveScene, one: Step) {
    if (one.do === 'write') scene.write(one.count, one);
    else if (one.do === 'burst') scene.write(one.count);
    else if (one.do === 'deliver') scene.engine.deliver(one.count);
    else if (one.do === 'cut') scene.engine.cut();
    else if (one.do === 'repeat') scene.engine.repeat(5);
    else if (one.do === 'exit') scene.engine.exit(one.unread);
    else if (one.do === 'start') scene.engine.isRunning = true;
    else if (one.do === 'look away') scene.isBehind = true;
    else if (one.do === 'look again') scene.takeMore();
    else if (one.do === 'wait') await scene.settle(one.ms);
    else if (one.do === 'set clock back') scene.passTime(-one.ms);
    else {
      await scene.leave();
      scene.open();
    }
    await scene.settle();
  }

  test('of an engine whose stream tears lines and leaves some out shows each whole, and once', async () => {
    const scene = new LiveScene({ sinceOnce: false, kind: 'podman' });
    scene.write(10);
    scene.open({ tail: 2 });
    await scene.settle(5_000);
    expect(scene.seen).toEqual(['line 8', 'line 9']);
    scene.write(5);
    scene.engine.tear();
    await scene.settle(1_000);
    expect(scene.seen).toEqual(scene.written.slice(8));
    scene.write(1);
    scene.engine.writeHalf(true);
    scene.engine.deliver();
    await scene.settle(100);
    expect(scene.seen.length).toBe(7);
    scene.engine.writeHalf(false);
    await scene.settle(1_000);
    expect(scene.seen).toEqual(scene.written.slice(8));
    expect(scene.told).toEqual(['following']);
    await scene.leave();
  });

  test('of such an engine shows nothing of the past when none is asked for', async () => {
    const scene = new LiveScene({ sinceOnce: false, kind: 'podman' });
    scene.write(10);
    scene.engine.time = stampAfter(scene.engine.time, 5_000);
    scene.passTime(5_000);
    scene.open({ tail: 0 });
    await scene.settle(5_000);
    expect(scene.seen).toEqual([]);
    await written(scene, 1);
    await scene.settle(1_000);
    expect(scene.seen).toEqual(['line 10']);
    await scene.leave();
  });

  const tornStep: fc.Arbitrary<TornStep> = fc.oneof(
    { weight: 6, arbitrary: step },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('tear' as const, 'write half' as const, 'write a part' as const) }),
    },
  );

  test('shows each line whole and once where streams tear lines and histories end in half of one', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tornStep, { minLength: 5, maxLength: 40 }), async (steps) => {
        const scene = new LiveScene({ sinceOnce: false, kind: 'podman' });
        scene.write(3);
        scene.open();
        await scene.settle();
        for (const one of steps) {
          // A container that does not run writes nothing.
          if (!scene.engine.isRunning && (one.do.startsWith('write') || one.do === 'burst')) continue;
          if (one.do === 'tear') scene.engine.tear();
          else if (one.do === 'write half') {
            scene.write(1);
            scene.engine.writeHalf(true);
          } else if (one.do === 'write a part') scene.write(1, { end: '' });
          else {
            if (one.do === 'exit') scene.endParts();
            if (one.do === 'wait' || one.do === 'exit') scene.engine.writeHalf(false);
            await play(scene, one as Step);
            // It takes as long to write them.
            if ('count' in one) await scene.settle(one.count);
          }
        }
        scene.endParts();
        scene.engine.writeHalf(false);
        scene.engine.isRunning = true;
        scene.takeMore();
        await scene.settle(30_000);
        // The bell rings for what it has not told of.
        scene.engine.deliver();
        await scene.settle(30_000);
        expect(scene.seen).toEqual(scene.written);
        expect(scene.told.filter((word) => word.startsWith('gap'))).toEqual([]);
        await scene.leave();
      }),
      { numRuns: RUNS },
    );
  });

  test.each([true, false])(
    'shows each line once and in order, whatever happens on the way (an engine that forgets “since”: %s)',
    { timeout: 60_000 },
    async (sinceOnce) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          const scene = new LiveScene({ sinceOnce });
          scene.write(3);
          scene.open();
          await scene.settle();
          for (const one of steps) await play(scene, one);
          scene.engine.isRunning = true;
          scene.takeMore();
          await scene.settle(30_000);
          scene.engine.deliver();
          await scene.settle(1_000);
          expect(scene.seen).toEqual(scene.written);
          expect(scene.told.filter((word) => word.startsWith('gap'))).toEqual([]);
          await scene.leave();
        }),
        { numRuns: RUNS },
      );
    },
  );
});
