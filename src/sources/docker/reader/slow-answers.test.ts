// That nothing which is known is forgotten while an engine takes its time over what it was asked for.
import { describe, expect, test } from 'vitest';
import { ReadingScene } from '../../../../test/support/reading-scene.ts';

/** A commit makes the cursor forget all but the newest 20,000 of them, as they are of less than a second. */
async function busy(lines: number): Promise<ReadingScene> {
  const scene = new ReadingScene();
  scene.open();
  scene.write(lines, { stepMs: 0.02 });
  await scene.settle();
  return scene;
}

/** Seconds in which the engine says nothing, each with its commit. */
async function waits(scene: ReadingScene): Promise<void> {
  for (let second = 0; second < 5; second++) {
    await scene.settle(1_000);
    scene.commit();
  }
}

const told = (scene: ReadingScene) => ({
  lines: scene.ledger.lines.length,
  twice: scene.twice().length,
  missing: scene.missing(),
  gaps: scene.ledger.gaps,
});

describe('of a very busy container, an engine that takes long to answer', () => {
  test('makes no line come twice and no gap, where it begins to wait within what is known', async () => {
    const scene = await busy(39_000);
    // Of these the newest 26,232 are known.
    scene.engine.hangsAt = scene.engine.records[13_000];
    scene.engine.breakOff('no more of this');
    scene.write(100);
    await waits(scene);
    expect([scene.ledger.lines.length, scene.engine.sentInHistories]).toEqual([39_000, 13_000]);
    scene.engine.hangsAt = undefined;
    await scene.settle();
    scene.commit();
    expect(told(scene)).toEqual({ lines: 39_100, twice: 0, missing: [], gaps: [] });
  });

  test('makes no line come twice and no gap, where it was asked since when and says nothing at all', async () => {
    // Of these the newest 39,000 are known.
    const scene = await busy(51_768);
    const [newest, sinceWhen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    scene.engine.cut();
    // Twice as many as are known and a thousand are asked for, and of eight times as many only if those are no more than 600,000.
    scene.write(80_000);
    scene.engine.slowness = newest.promise;
    await scene.settle(1_000);
    scene.engine.slowness = sinceWhen.promise;
    newest.resolve();
    await scene.settle();
    expect(scene.engine.asked.at(-1)).toContain('since=');
    await waits(scene);
    sinceWhen.resolve();
    await scene.settle();
    scene.commit();
    expect(told(scene)).toEqual({ lines: 131_768, twice: 0, missing: [], gaps: [] });
  });

  test('keeps what was asked for no longer than until something new has come', async () => {
    const scene = await busy(100);
    scene.commit();
    await scene.kill();
    const before = scene.ledger.position?.tail.length ?? 0;
    scene.open();
    await scene.settle();
    for (let second = 0; second < 50; second++) {
      scene.write(100, { stepMs: 10 });
      await scene.settle();
      scene.commit();
    }
    // Of two seconds there are two hundred lines, and of fifty five thousand.
    expect(scene.ledger.position?.tail.length).toBeLessThan(10 * before);
    expect(told(scene)).toEqual({ lines: 5_100, twice: 0, missing: [], gaps: [] });
  });
});
