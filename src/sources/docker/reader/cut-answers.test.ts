import { describe, expect, test } from 'vitest';
import { ReadingScene } from '../../../../test/support/reading-scene.ts';

/** Numbers from 0 to 1, the same each time. */
function chances(): () => number {
  let state = 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const LINES = 20_000;

describe('where every answer is cut', () => {
  test.each([
    { what: 'within what is known of a busy container', most: 300_000, least: 300_000 },
    { what: 'anywhere', most: 300_000, least: 1 },
    { what: 'after some hundred lines', most: 20_000, least: 20_000 },
  ])('$what, all that was written is read in the end, each line once', async ({ most, least }) => {
    const scene = new ReadingScene();
    const chance = chances();
    scene.open();
    scene.write(1);
    await scene.settle();
    scene.engine.cutsAfterBytes = () => least + Math.floor(chance() * (most - least));
    scene.engine.cut();
    scene.write(LINES, { stepMs: 0.01 });
    for (let second = 0; second < 60; second++) await scene.settle(1_000);
    scene.commit();
    expect(scene.ledger.lines).toHaveLength(LINES + 1);
    scene.engine.exit(true);
    scene.reader.ended();
    for (let second = 0; second < 60; second++) await scene.settle(1_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.twice(), scene.missing()]).toEqual([LINES + 1, [], []]);
    expect([scene.ledger.gaps, scene.states.at(-1)]).toEqual([[], 'idle']);
  });

  test('what a container has left when it ends is read, without a pause between answers that bring something', async () => {
    const scene = new ReadingScene();
    scene.open();
    scene.write(1);
    await scene.settle();
    scene.engine.cut();
    scene.engine.cutsAfterBytes = () => 20_000;
    scene.write(LINES, { stepMs: 0.01 });
    scene.engine.exit(true);
    scene.reader.ended();
    for (let second = 0; second < 60; second++) await scene.settle(1_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.twice(), scene.states.at(-1)]).toEqual([LINES + 1, [], 'idle']);
  });

  test('within what is known of a busy container, its next lines are read while it still runs', async () => {
    const scene = new ReadingScene();
    scene.open();
    scene.write(LINES, { stepMs: 0.01 });
    await scene.settle(1_000);
    scene.engine.cutsAfterBytes = () => 100_000;
    scene.engine.cut();
    for (let round = 1; round <= 5; round++) {
      for (let second = 0; second < 10; second++) await scene.settle(1_000);
      scene.write(100, { stepMs: 0.01 });
    }
    for (let second = 0; second < 30; second++) await scene.settle(1_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.twice(), scene.missing()]).toEqual([LINES + 500, [], []]);
  });

  test('what a container wrote before anybody read of it is read from where it is wanted, however often it is cut', async () => {
    const scene = new ReadingScene(
      { sinceOnce: false },
      { at: 'moment', moment: { seconds: 1_790_000_000, nanos: 1 } },
    );
    scene.write(LINES, { stepMs: 0.01 });
    scene.engine.cutsAfterBytes = () => 100_000;
    scene.open();
    for (let second = 0; second < 120; second++) await scene.settle(1_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.twice(), scene.missing()]).toEqual([LINES, [], []]);
  });

  test('what is left of a log that was cut off meanwhile is read, however often that is cut', async () => {
    const scene = new ReadingScene();
    scene.open();
    scene.write(100);
    await scene.settle();
    scene.engine.cut();
    scene.engine.cutsAfterBytes = () => 100_000;
    scene.write(LINES, { stepMs: 0.01 });
    scene.engine.rotate(LINES - 8_000);
    for (let second = 0; second < 120; second++) await scene.settle(1_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.twice(), scene.missing()]).toEqual([8_200, [], []]);
    expect(scene.ledger.gaps).toMatchObject([{ reason: 'rotated' }]);
  });
});
