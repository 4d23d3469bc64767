// What interrupts the reading of a container where events come late, the reading is paused, or nobody says how the container stands.
import { describe, expect, test } from 'vitest';
import { sceneAfterLines } from '../../../../test/support/reading-scene.ts';

const NOBODY_SAYS = [
  { kind: 'refused', status: 403, words: 'The proxy refuses to say it.' },
  { kind: 'refused', status: 501, words: 'The proxy cannot say it: Not Implemented', message: 'Not Implemented' },
] as const;

describe('a container that is restarted for ever', () => {
  test.each([0, 4_000])('has one stream a run, also where each end is told %i ms late', async (lateMs) => {
    const scene = await sceneAfterLines();
    for (let run = 1; run <= 8; run++) {
      scene.engine.exit(run % 2 === 0);
      await scene.settle(lateMs);
      scene.reader.ended();
      // It takes longer and longer to come back.
      await scene.settle(100 * 2 ** run);
      scene.engine.isRunning = true;
      scene.reader.started();
      await scene.settle();
      scene.write(2);
      await scene.settle();
    }
    scene.commit();
    expect([scene.ledger.lines.length, scene.missing(), scene.ledger.gaps]).toEqual([19, [], []]);
    expect(scene.followed.length).toBe(9);
  });
});

test('a container that starts again while it is asked how it stands is followed, although the answer says that it has ended', async () => {
  const scene = await sceneAfterLines();
  const answer = Promise.withResolvers<void>();
  scene.engine.inspectionLateness = answer.promise;
  scene.engine.exit(false);
  await scene.settle();
  scene.engine.isRunning = true;
  scene.reader.started();
  answer.resolve();
  await scene.settle();
  scene.write(2);
  await scene.settle();
  scene.commit();
  expect([scene.ledger.lines.length, scene.states.at(-1), scene.ledger.gaps]).toEqual([5, 'following', []]);
});

describe('a reading that is paused', () => {
  test('stays so when its stream is cut, and when its container ends, and reads all of it later', async () => {
    const scene = await sceneAfterLines();
    scene.reading?.pause();
    scene.engine.cut();
    scene.write(50);
    await scene.settle(60_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.reconnects]).toEqual([3, ['cut']]);
    scene.engine.cut();
    scene.engine.exit(true);
    scene.reader.ended();
    await scene.settle(60_000);
    scene.commit();
    expect(scene.ledger.lines).toHaveLength(3);
    scene.reading?.resume();
    await scene.settle(60_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.twice(), scene.ledger.gaps]).toEqual([53, [], []]);
    expect(scene.states.at(-1)).toBe('idle');
  });
});

describe.each(NOBODY_SAYS)('where nobody says how a container stands ($status)', (fault) => {
  test('one whose stream ended and that runs on is read on', async () => {
    const scene = await sceneAfterLines();
    scene.engine.inspectionFault = fault;
    scene.engine.exit(false);
    scene.engine.isRunning = true;
    await scene.settle(60_000);
    scene.write(2);
    await scene.settle();
    scene.commit();
    expect([scene.ledger.lines.length, scene.states.at(-1), scene.reconnects]).toEqual([5, 'following', ['refused']]);
  });

  test('one that has ended is asked for less and less often, with what is refused in words, until its end is told', async () => {
    const scene = await sceneAfterLines();
    scene.engine.inspectionFault = fault;
    scene.write(500);
    scene.engine.exit(true);
    await scene.settle(60_000);
    expect(scene.states.at(-1)).toBe(`degraded: ${fault.words}`);
    expect(scene.followed.length).toBeLessThan(40);
    scene.reader.ended();
    await scene.settle(20_000);
    scene.commit();
    expect([scene.states.at(-1), scene.ledger.lines.length, scene.ledger.gaps]).toEqual(['idle', 503, []]);
  });

  test('one whose stream ended and that runs on is read as soon as it is said again', async () => {
    const scene = await sceneAfterLines();
    scene.engine.inspectionFault = fault;
    scene.engine.endsAtOnce = true;
    scene.engine.exit(false);
    scene.engine.isRunning = true;
    await scene.settle(60_000);
    scene.write(2);
    scene.engine.inspectionFault = undefined;
    scene.engine.endsAtOnce = false;
    await scene.settle(10_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.states.at(-1), scene.ledger.gaps]).toEqual([5, 'following', []]);
  });
});
