// Containers whose lines somebody refuses, nobody can read, or an engine says nothing of.
import { describe, expect, test } from 'vitest';
import { ReadingScene, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import { takeAll } from '../../../../test/support/take-slots.ts';

describe('a container', () => {
  test.each([404, 409, 403, 501, 502])(
    'that is refused with %i and still there is asked for again, says why, and misses nothing',
    async (status) => {
      const scene = await sceneAfterLines();
      scene.engine.logsFault = { kind: 'refused', status, words: `refused with ${status}` };
      scene.engine.cut();
      scene.write(2);
      await scene.settle(60_000);
      expect(scene.states.at(-1)).toBe(`degraded: refused with ${status}`);
      expect(scene.reconnects.slice(0, 2)).toEqual(['cut', 'refused']);
      scene.engine.logsFault = undefined;
      await scene.settle(5_000);
      scene.commit();
      expect([scene.states.at(-1), scene.ledger.gaps]).toEqual(['following', []]);
      expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
    },
  );

  test('of which the engine never says what was written keeps no place from others, says why, and is read when it does', async () => {
    const scene = await sceneAfterLines();
    scene.engine.isMute = true;
    scene.write(2);
    scene.engine.exit(true);
    scene.reader.ended();
    await scene.settle(10_000);
    const release = await takeAll(scene.catchUps, 7);
    const next = scene.catchUps.take(new AbortController().signal);
    await scene.settle(240_000);
    (await next)?.();
    expect(scene.reconnects).toEqual(['stalled']);
    await scene.settle(1_200_000);
    expect(scene.states.at(-1)).toMatch(/^degraded: .*has sent nothing for 2 minutes/);
    release();
    scene.engine.isMute = false;
    await scene.settle(250_000);
    scene.commit();
    expect([scene.states.at(-1), scene.ledger.lines.length, scene.ledger.gaps]).toEqual(['idle', 5, []]);
  });

  test('whose reading is paused is not taken for one of which the engine says nothing', async () => {
    const scene = await sceneAfterLines();
    scene.engine.exit(true);
    scene.reading?.pause();
    scene.reader.ended();
    await scene.settle(3_600_000);
    expect(scene.reconnects).toEqual([]);
    scene.reading?.resume();
    await scene.settle(10_000);
    expect([scene.states.at(-1), scene.reconnects]).toEqual(['idle', []]);
  });

  test('that nobody can read says why, and is asked again only when it starts', async () => {
    const scene = new ReadingScene();
    scene.engine.isUnreadable = true;
    scene.open();
    await scene.settle(60_000);
    expect(scene.states).toEqual(['unreadable: configured logging driver does not support reading']);
    const asked = scene.followed.length;
    await scene.settle(600_000);
    expect(scene.followed).toHaveLength(asked);
    scene.engine.isUnreadable = false;
    scene.reader.started();
    await scene.settle();
    expect(scene.states.at(-1)).toBe('following');
  });

  test('that nobody can read and that starts just while that is said is asked again at once', async () => {
    const scene = new ReadingScene();
    const late = Promise.withResolvers<void>();
    scene.engine.lateness = late.promise;
    scene.engine.isUnreadable = true;
    scene.open();
    await scene.settle();
    scene.reader.started();
    late.resolve();
    scene.engine.lateness = undefined;
    await scene.settle();
    expect(scene.engine.asked).toHaveLength(2);
  });
});
