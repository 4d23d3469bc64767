import { describe, expect, test } from 'vitest';
import { ReadingScene } from '../../../../../test/support/reading-scene.ts';

/** A container of Podman of which so many lines are known at most. */
function given(mostKnown = 1_000): ReadingScene {
  const scene = new ReadingScene({ sinceOnce: false, kind: 'podman', mostKnown });
  scene.open();
  return scene;
}

/** Lines on both streams in turns. */
function flood(scene: ReadingScene, lines: number, stepMs: number): void {
  for (let i = 0; i < lines; i++) scene.write(1, { stepMs, stream: i % 2 === 0 ? 1 : 2 });
}

/** For a second nothing is written. */
async function rests(scene: ReadingScene): Promise<void> {
  scene.passTime(1_000);
  await scene.settle(1_000);
}

/** What has come in the end. */
async function found(scene: ReadingScene) {
  for (let second = 0; second < 10; second++) await scene.settle(1_000);
  scene.commit();
  const { lines, gaps } = scene.ledger;
  return {
    lines: lines.length,
    twice: scene.twice().length,
    missing: scene.missing(),
    invented: scene.invented(),
    gaps,
  };
}

const wholeWith = (lines: number) => ({ lines, twice: 0, missing: [], invented: [], gaps: [] });

describe('a container that writes more lines than are known of it', () => {
  test('over some seconds is read whole, each line once', async () => {
    const scene = given();
    flood(scene, 5_000, 1);
    await scene.settle();
    flood(scene, 5_000, 0.5);
    expect(await found(scene)).toEqual(wholeWith(10_000));
  });

  test('and a line in parts among them is read whole, each line once', async () => {
    const scene = given();
    for (let part = 0; part < 50; part++) {
      flood(scene, 100, 0.5);
      scene.write(1, { text: '', stream: 2 });
      scene.write(10, { stepMs: 0.5 });
      scene.write(1, { stepMs: 0.5, stream: 2 });
      await scene.settle(50);
    }
    expect(await found(scene)).toEqual(wholeWith(5_550));
  });

  test('behind a line that never ends is read whole, each line once', async () => {
    const scene = given();
    scene.write(1, { text: '', stream: 2 });
    for (let second = 0; second < 10; second++) {
      scene.write(700, { stepMs: 1 });
      await scene.settle(1_000);
    }
    scene.write(1, { stream: 2 });
    expect(await found(scene)).toEqual(wholeWith(7_001));
  });

  test('and ends within a line that began before them has that line once, and its end is none', async () => {
    const scene = given(64);
    scene.write(33);
    scene.write(1, { text: '', stream: 2 });
    await rests(scene);
    scene.write(30);
    await rests(scene);
    scene.write(1, { text: '' });
    scene.write(1, { text: '', stream: 2 });
    await scene.finish();
    expect(await found(scene)).toEqual(wholeWith(65));
  });

  test.each([
    { what: 'its first one', before: 0 },
    { what: 'any other', before: 10 },
  ])('within a second, $what, is read whole, each line once', async ({ before }) => {
    const scene = given();
    flood(scene, before, 10);
    if (before > 0) scene.passTime(3_000);
    flood(scene, 3_000, 0.1);
    await scene.settle(300);
    flood(scene, 500, 0.1);
    await scene.settle(2_000);
    flood(scene, 10, 100);
    expect(await found(scene)).toEqual(wholeWith(before + 3_510));
  });

  test('within a second is gone on with where it was when the process is killed', async () => {
    const scene = given();
    flood(scene, 3_000, 0.1);
    await scene.settle(300);
    scene.commit();
    await scene.kill();
    scene.open();
    flood(scene, 500, 0.1);
    expect(await found(scene)).toEqual(wholeWith(3_500));
  });

  test('within a second and has its log cut off there has what may be lost or come twice told as a gap, once', async () => {
    const scene = given();
    flood(scene, 3_000, 0.1);
    await scene.settle(300);
    scene.engine.rotate(100);
    flood(scene, 500, 0.1);
    const { lines, twice, gaps, missing } = await found(scene);
    expect([gaps, missing]).toMatchObject([[{ reason: 'rotated', from: { nanos: 0 }, to: { nanos: 0 } }], []]);
    // All that the log has comes once more, at most.
    expect([lines - twice, lines]).toEqual([3_500, expect.toSatisfy((all: number) => all <= 3_000 + 3_400)]);
    const asked = scene.engine.sentInHistories;
    flood(scene, 100, 20);
    expect(await found(scene)).toMatchObject({ lines: lines + 100, twice, gaps });
    expect(scene.engine.sentInHistories).toBeGreaterThan(asked);
  });
});
