// Logs with records in them that no engine can read.
import { describe, expect, test } from 'vitest';
import { ReadingScene, sceneAfterLines } from '../../../../test/support/reading-scene.ts';

describe('zero bytes in a log', () => {
  test('hide what was written between two streams: that is a gap, and the next line is read', async () => {
    const scene = await sceneAfterLines();
    scene.engine.zerosBehind = scene.engine.records.at(-1);
    scene.write(3);
    const [, , behind, , , newest] = scene.engine.records.map(({ stamp }) => stamp);
    scene.engine.cut();
    await scene.settle();
    scene.write(1);
    await scene.settle();
    await scene.settle(1_000);
    scene.commit();
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 6']);
    expect(scene.ledger.gaps).toEqual([{ reason: 'engine_error', from: behind, to: newest }]);
  });

  test('are told of after ten seconds when nothing more is written, not while the reading is paused', async () => {
    const scene = await sceneAfterLines();
    scene.engine.zerosBehind = scene.engine.records.at(-1);
    scene.write(3);
    scene.engine.cut();
    scene.reading?.pause();
    await scene.settle();
    await scene.settle(60_000);
    scene.commit();
    expect(scene.ledger.gaps).toEqual([]);
    scene.reading?.resume();
    await scene.settle(10_000);
    scene.commit();
    expect(scene.ledger.gaps).toMatchObject([{ reason: 'engine_error' }]);
  });

  test('let no line come again that was read long ago, when the container ends', async () => {
    const scene = await sceneAfterLines(200);
    scene.engine.zerosBehind = scene.engine.records[100];
    scene.passTime(5_000);
    scene.write(200);
    await scene.settle();
    await scene.finish();
    expect(scene.twice()).toEqual([]);
    expect(scene.missing()).toEqual([]);
    expect(scene.ledger.gaps).toEqual([]);
  });

  test('hide nothing from a stream that was open before, and what came is no gap', async () => {
    const scene = await sceneAfterLines();
    scene.engine.zerosBehind = scene.engine.records.at(-1);
    scene.write(3);
    await scene.settle();
    scene.engine.cut();
    scene.write(1);
    await scene.settle();
    await scene.settle(20_000);
    scene.commit();
    expect(scene.ledger.lines.slice(0, 6)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
  });
});

describe('a record that the engine cannot read', () => {
  /** It has one in its log, behind lines that were read, with lines behind it. */
  async function broken(behind: number): Promise<ReadingScene> {
    const scene = await sceneAfterLines(300);
    scene.engine.cut();
    scene.write(20);
    scene.engine.broken = scene.engine.records.at(-1);
    scene.write(behind);
    await scene.settle(20_000);
    return scene;
  }

  test.each([1, 50, 5_000])(
    'is left out with what lies before it, as a gap, and the %i lines behind it are read',
    async (behind) => {
      const scene = await broken(behind);
      scene.write(1);
      await scene.settle(20_000);
      scene.commit();
      const [from, to] = [318, 320].map((at) => scene.engine.records.at(at)?.stamp);
      expect(scene.ledger.gaps).toEqual([{ reason: 'engine_error', from, to }]);
      expect([scene.missing(), scene.twice()]).toEqual([[], []]);
      expect(scene.ledger.lines.at(-1)).toBe(scene.engine.records.at(-1)?.text.trimEnd());
      expect(scene.ledger.lines).toHaveLength(319 + behind + 1);
    },
  );

  test('behind which nothing is yet is waited for, degraded, and the next line is read', async () => {
    const scene = await broken(0);
    await scene.settle(20_000);
    expect(scene.states.at(-1)).toMatch(/^degraded: The engine broke off: Error grabbing logs/);
    scene.write(1);
    await scene.settle(20_000);
    scene.commit();
    expect(scene.ledger.gaps.map(({ reason }) => reason)).toEqual(['engine_error']);
    expect(scene.ledger.lines.at(-1)).toBe('line 320');
  });

  test('is left out, and none of what was read long ago comes again', async () => {
    const scene = await sceneAfterLines(3);
    scene.write(2_000, { stepMs: 10 });
    await scene.settle();
    scene.commit();
    scene.engine.cut();
    // It was read when it could be; so many are asked for now that the engine meets it again.
    scene.engine.broken = scene.engine.records.at(-680);
    scene.write(520);
    await scene.settle(30_000);
    expect(scene.reconnects).toContain('engine_error');
    await scene.finish();
    expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
  });

  test('before the first line that is read is a gap from nobody knows when', async () => {
    const scene = new ReadingScene();
    scene.write(1);
    scene.engine.broken = scene.engine.records.at(-1);
    scene.write(5);
    scene.open();
    await scene.settle(20_000);
    scene.commit();
    const to = scene.engine.records.at(1)?.stamp;
    expect(scene.ledger.gaps).toEqual([{ reason: 'engine_error', from: undefined, to }]);
    expect(scene.ledger.lines).toHaveLength(5);
  });

  test('of a container that has ended does not keep it from being read to its end', async () => {
    const scene = await broken(10);
    await scene.finish();
    scene.engine.isRemoved = true;
    scene.reader.removed();
    await scene.settle(20_000);
    scene.commit();
    expect(scene.states.slice(-2)).toEqual(['idle', 'gone']);
    expect(scene.ledger.gaps.map(({ reason }) => reason)).toEqual(['engine_error']);
    expect(scene.missing()).toEqual([]);
  });
});
