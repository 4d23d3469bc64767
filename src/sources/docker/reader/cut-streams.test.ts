// Streams that are cut, jump, or bring lines a second time.
import { describe, expect, test } from 'vitest';
import { ReadingScene, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import type { BodySink } from '../engine/engine-client.ts';

const MEGABYTE = 1_000_000;

describe('a stream', () => {
  test('that is cut is opened again at once, by the newest records and the newest line, and nothing comes twice', async () => {
    const scene = await sceneAfterLines();
    scene.engine.cut();
    scene.write(2);
    await scene.settle();
    scene.commit();
    expect(scene.followed.at(-1)).toMatch(/follow=1.*&timestamps=1&tail=106$/);
    expect(scene.reconnects).toEqual(['cut']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
  });

  test('that ends again and again without a line is asked for less and less often, and says so', async () => {
    const scene = await sceneAfterLines();
    for (let i = 0; i < 200; i++) {
      scene.engine.cut();
      await scene.settle(100);
    }
    expect(scene.engine.asked.length).toBeLessThan(40);
    expect(scene.states).toContain('degraded: The stream was cut.');
  });

  test('of more lines than were expected is caught up with from the history', async () => {
    const scene = await sceneAfterLines();
    await scene.kill();
    scene.write(20_000);
    scene.open();
    await scene.settle(1_000);
    scene.commit();
    expect(scene.ledger.lines).toHaveLength(20_003);
    expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
  });

  test('whose engine reports a fault in the middle goes on from the history', async () => {
    const scene = await sceneAfterLines();
    scene.write(5);
    scene.engine.breakOff('Error grabbing logs: no such file or directory');
    await scene.settle(1_000);
    scene.commit();
    expect(scene.reconnects).toEqual(['engine_error']);
    expect([scene.missing(), scene.twice()]).toEqual([[], []]);
  });

  test('that is behind and jumps is checked against the history, which has what was left out', async () => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = MEGABYTE;
    scene.open();
    scene.write(1);
    await scene.settle();
    await scene.settle(500);
    scene.write(1);
    await scene.settle();
    // The lines lie 0.1 s apart, and half a second has passed since they were written: the stream is late.
    scene.write(3, { stepMs: 100 });
    scene.engine.leaveOut();
    scene.write(1, { stepMs: 100 });
    await scene.settle();
    await scene.settle(5_000);
    scene.commit();
    expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
    expect(scene.ledger.lines).toHaveLength(6);
  });

  test.each([
    { late: 100, waited: 0 },
    { late: 0, waited: 100 },
  ])(
    'that was late by $late ms before its engine stood still, and by $waited ms behind that, is checked when it jumps',
    async ({ late, waited }) => {
      const scene = new ReadingScene();
      scene.engine.rotatesAt = MEGABYTE;
      scene.open();
      scene.write(1);
      await scene.settle();
      await scene.settle(late);
      scene.write(1);
      await scene.settle();
      scene.write(1_000, { stepMs: 10 });
      scene.engine.leaveOut();
      scene.write(1);
      await scene.clock.advance(10_000 + waited - late);
      await scene.settle();
      await scene.settle(5_000);
      scene.commit();
      expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
      expect(scene.ledger.lines).toHaveLength(1_003);
    },
  );

  test.each([
    { waitedMs: 0, asked: 'is' },
    { waitedMs: 600, asked: 'is not' },
  ])('whose late lines had waited here for $waitedMs ms $asked checked when it jumps', async ({ waitedMs }) => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = MEGABYTE;
    const stream = scene.engine.stream.bind(scene.engine);
    const sinks: BodySink[] = [];
    scene.engine.stream = (path, sink, options) => {
      sinks.push(sink);
      return stream(path, sink, options);
    };
    scene.open();
    scene.write(1);
    await scene.settle();
    await scene.settle(500);
    sinks.at(-1)?.waited?.(waitedMs);
    scene.write(1);
    await scene.settle();
    const asked = scene.engine.asked.length;
    scene.write(1, { stepMs: 100 });
    await scene.settle();
    expect(scene.engine.asked.length > asked).toBe(waitedMs === 0);
  });

  test('that repeats lines, as at a rotation, brings none of them twice, however old they are', async () => {
    const scene = await sceneAfterLines(1);
    scene.write(5_000, { stepMs: 1 });
    await scene.settle();
    scene.engine.repeat(5_000);
    await scene.settle(1_000);
    scene.write(3);
    await scene.settle(1_000);
    scene.commit();
    expect([scene.missing(), scene.twice()]).toEqual([[], []]);
  });

  test.each([100, 400, 900])(
    'of a busy container with a line that is late by %i ms brings each once, also when it is cut behind it',
    async (late) => {
      const scene = await sceneAfterLines(1);
      scene.write(60_000, { stepMs: 0.02 });
      await scene.settle(1_000);
      scene.write(1, { late, stream: 2 });
      scene.engine.cut();
      scene.write(100);
      await scene.settle(1_000);
      scene.write(1, { late, stream: 2 });
      scene.write(100);
      await scene.finish();
      scene.commit();
      expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
    },
  );

  test('within a line that has long begun has that line read whole, however much came on the other stream meanwhile', async () => {
    const scene = new ReadingScene();
    scene.open();
    scene.write(1, { text: 'x'.repeat(16_384) });
    scene.write(3_000, { stream: 2, stepMs: 20 });
    await scene.settle();
    scene.commit();
    await scene.kill();
    scene.open();
    await scene.settle();
    // Every piece of a line has the stamp of the first.
    scene.write(1, { late: 60_000.01, text: ' ends\n' });
    await scene.settle();
    scene.commit();
    expect(scene.ledger.lines.filter((line) => line.includes('x'))).toEqual([
      `line 0${'x'.repeat(16_384)}line 3001 ends`,
    ]);
    expect([scene.ledger.lines.length, scene.twice(), scene.ledger.gaps]).toEqual([3_001, [], []]);
  });
});
