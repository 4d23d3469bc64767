import { describe, expect, test } from 'vitest';
import { ReadingScene, START } from '../../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../../core/lines/stamp.ts';

const NOTE =
  'Its lines are read from its log each time that the engine’s stream tells of some: that stream leaves lines out.';

/** A container of Podman that has written some lines, which were read and committed. */
async function given(lines = 3): Promise<ReadingScene> {
  const scene = new ReadingScene({ sinceOnce: false, kind: 'podman' });
  scene.open();
  scene.write(lines);
  await scene.settle(5_000);
  scene.commit();
  return scene;
}

const histories = (scene: ReadingScene): string[] => scene.engine.asked.filter((path) => path.includes('follow=0'));

/** The bell rings, and then time passes. */
async function rings(scene: ReadingScene, ms = 1_000): Promise<void> {
  await scene.settle();
  await scene.settle(ms);
}

/** Lines that were handed over since the last commit. */
function newLines(scene: ReadingScene): string[] {
  const before = scene.ledger.lines.length;
  scene.commit();
  return scene.ledger.lines.slice(before);
}

describe('where the stream is a bell', () => {
  test('it is asked for nothing that was written before, and the state says how lines are read', async () => {
    const scene = await given();
    const [bell] = scene.engine.asked;
    expect(bell).toBe('/containers/c1/logs?follow=1&stdout=1&stderr=1&timestamps=1&tail=0');
    expect(scene.states).toEqual(['catching_up', `following: ${NOTE}`]);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2']);
  });

  test('what is written is read at once, and the last line of it as soon as it has stayed the same', async () => {
    const scene = await given();
    scene.write(3);
    await scene.settle();
    expect(newLines(scene)).toEqual(['line 3', 'line 4']);
    await scene.settle(299);
    expect(newLines(scene)).toEqual([]);
    await scene.settle(1);
    expect(newLines(scene)).toEqual(['line 5']);
  });

  test('what the stream tears and leaves out is read whole, and once', async () => {
    const scene = await given();
    scene.write(5);
    scene.engine.tear();
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 3', 'line 4', 'line 5', 'line 6', 'line 7']);
  });

  test('half a record is not taken for a line', async () => {
    const scene = await given();
    scene.write(2);
    scene.engine.writeHalf(true);
    await scene.settle();
    expect(newLines(scene)).toEqual(['line 3']);
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 4']);
  });

  test('a flood is read at most every 300 ms', async () => {
    const scene = await given();
    const before = histories(scene).length;
    for (let ms = 0; ms < 3_000; ms += 10) {
      scene.write(10, { stepMs: 1 });
      await scene.settle(10);
    }
    expect(histories(scene).length - before).toBeLessThanOrEqual(3_000 / 300 + 1);
    await rings(scene, 2_000);
    expect(newLines(scene)).toHaveLength(3_000);
  });

  test('a busy container has each line sent seven times at most, and none is late by more than a second', async () => {
    const scene = await given();
    for (let ms = 0; ms < 20_000; ms += 20) {
      scene.write(20, { stepMs: 1 });
      await scene.settle(20);
    }
    expect(scene.engine.sentInHistories / 20_000).toBeLessThan(7);
    expect(newLines(scene).length).toBeGreaterThan(18_900);
    await rings(scene);
    await scene.settle(1_000);
    expect(scene.ledger.lines.length + newLines(scene).length).toBe(20_003);
  });

  test('a rare line on the other stream has nothing read that was read before', async () => {
    const scene = await given();
    for (let second = 0; second < 60; second++) {
      scene.passTime(1_000);
      scene.write(3);
      if (second % 20 === 10) scene.write(1, { stream: 2 });
      await rings(scene);
    }
    expect(newLines(scene)).toHaveLength(183);
    const [, , ...later] = histories(scene);
    expect(later.filter((path) => !path.includes('since='))).toEqual([]);
  });

  test('a rare line behind one without an end is not taken for a line of its own', async () => {
    const scene = await given();
    scene.write(1, { stream: 2, text: ' and' });
    await rings(scene);
    await passLongTime(scene);
    scene.write(1, { stream: 2 });
    scene.write(1);
    await rings(scene);
    expect(newLines(scene)).toContain('line 3 andline 34');
  });

  /** Another stream writes, for so long that the beginning of a line comes again no more. */
  const passLongTime = async (scene: ReadingScene): Promise<void> => {
    for (let second = 0; second < 10; second++) {
      scene.passTime(1_000);
      scene.write(3);
      await rings(scene);
    }
  };

  test('a rare line behind one without an end is not taken for a line of its own after a restart', async () => {
    const scene = await given();
    scene.write(1, { stream: 2, text: ' and' });
    await passLongTime(scene);
    newLines(scene);
    await scene.kill();
    scene.open();
    await rings(scene);
    scene.write(1, { stream: 2 });
    scene.write(1);
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 3 andline 34', 'line 35']);
  });

  test.each([
    {
      what: 'before anybody watched',
      startAt: { at: 'moment', moment: stampAfter(START, 20_000) } as const,
      open: (scene: ReadingScene) => scene.open(),
      want: () => {},
    },
    {
      what: 'on a stream that nobody wanted',
      startAt: { at: 'beginning' } as const,
      open: (scene: ReadingScene) => scene.open({ stdout: true, stderr: false }),
      want: (scene: ReadingScene) => scene.reading?.want({ stdout: true, stderr: true }),
    },
  ])('the end of a line that began $what is none', async ({ startAt, open, want }) => {
    const scene = new ReadingScene({ sinceOnce: false, kind: 'podman' }, startAt);
    scene.write(1, { stream: 2, text: ' and' });
    scene.passTime(21_000);
    open(scene);
    await passLongTime(scene);
    want(scene);
    await rings(scene);
    scene.passTime(1_000);
    scene.write(1, { stream: 2 });
    scene.write(1);
    await rings(scene);
    expect(newLines(scene)).toHaveLength(31);
  });

  test.each([
    { what: 'whose end came before lines that were read', spares: 1 },
    { what: 'whose end came last', spares: 0 },
  ])('a rare line behind one that took long is not taken for the end of that: $what', async ({ spares }) => {
    const scene = await given();
    scene.write(1, { stream: 2, text: ' and' });
    scene.passTime(20_000);
    scene.write(1);
    scene.write(1, { stream: 2 });
    scene.write(spares);
    await rings(scene);
    scene.write(1);
    await rings(scene);
    scene.write(1, { stream: 2 });
    await rings(scene);
    const lines = newLines(scene);
    expect(lines).toContain('line 3 andline 5');
    expect(lines).toHaveLength(spares + 4);
  });

  test('the stream that nobody wants is not asked for, also in a history', async () => {
    const scene = new ReadingScene({ sinceOnce: false, kind: 'podman' });
    scene.open({ stdout: true, stderr: false });
    for (let second = 0; second < 30; second++) {
      scene.passTime(1_000);
      scene.write(2);
      scene.write(2, { stream: 2 });
      await rings(scene);
    }
    await scene.kill();
    scene.open({ stdout: true, stderr: false });
    await rings(scene);
    expect(scene.engine.asked.filter((path) => path.includes('stderr=1'))).toEqual([]);
  });

  test('a stream that is not wanted any more is asked for until the other has lines that are known', async () => {
    const scene = await given();
    scene.passTime(10_000);
    // So many that nothing of the other stream is remembered.
    scene.write(200, { stream: 2, stepMs: 100 });
    await rings(scene, 5_000);
    newLines(scene);
    scene.reading?.want({ stdout: true, stderr: false });
    for (let second = 0; second < 3; second++) {
      scene.passTime(1_000);
      scene.write(1);
      scene.write(1, { stream: 2 });
      await rings(scene);
    }
    expect(histories(scene).at(-1)).toContain('stdout=1&stderr=0');
    expect(newLines(scene)).toHaveLength(3);
    expect(scene.ledger.gaps).toEqual([]);
  });

  test('an engine that takes long to look for the newest lines rests four times as long, and the state says so', async () => {
    const scene = await given();
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.engine.slowness = promise;
    scene.write(2);
    await scene.settle();
    await scene.settle(5_000);
    scene.engine.slowness = undefined;
    resolve();
    await scene.settle();
    expect(scene.states.at(-1)).toContain('which takes more than 4 s');
    const before = histories(scene).length;
    scene.write(1);
    await scene.settle(19_999);
    expect(histories(scene).length).toBe(before);
    await scene.settle(1);
    expect(histories(scene).length).toBe(before + 1);
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 3', 'line 4', 'line 5']);
    expect(scene.states.at(-1)).toBe(`following: ${NOTE}`);
  });

  test('a quiet container is looked at every five minutes, should the bell be broken', async () => {
    const scene = await given();
    scene.engine.linesAreIn = 'history';
    const before = histories(scene).length;
    await scene.settle(290_000);
    expect(histories(scene).length).toBe(before);
    await scene.settle(20_000);
    expect(histories(scene).length).toBe(before + 1);
  });

  test('a line that was written while the bell was hung up is read within a second or two', async () => {
    const scene = new ReadingScene({ sinceOnce: false, kind: 'podman' });
    scene.open();
    await scene.settle();
    scene.write(1);
    scene.engine.leaveOut();
    await scene.settle(2_000);
    expect(newLines(scene)).toEqual(['line 0']);
  });

  test('the rest of a line that began before the moment that was asked for is not taken for one', async () => {
    const scene = await given();
    scene.write(1, { text: ' and' });
    scene.passTime(8_000);
    scene.write(1, { stream: 2 });
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 4']);
    scene.write(1);
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 3 andline 5']);
  });

  test('lines that are written after the clock was set back are read', async () => {
    const scene = await given();
    scene.passTime(-60_000);
    scene.write(2);
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 3', 'line 4']);
  });

  test('equal lines of one second are each read once', async () => {
    const scene = await given();
    const stamp = stampAfter(START, 10_000);
    for (let i = 0; i < 3; i++) scene.engine.write({ stream: 1, stamp, text: 'same\n' });
    await rings(scene);
    expect(newLines(scene)).toEqual(['same', 'same', 'same']);
    scene.engine.write({ stream: 1, stamp, text: 'same\n' });
    await rings(scene);
    expect(newLines(scene)).toEqual(['same']);
  });

  /** Lines of one second. */
  const writeAt = (scene: ReadingScene, texts: readonly string[], ms = 10_000): void => {
    for (const text of texts) scene.engine.write({ stream: 1, stamp: stampAfter(START, ms), text: `${text}\n` });
  };

  test.each([
    { what: 'a container that has only ever written in this second', before: [] },
    { what: 'one that has written before', before: ['hello'] },
  ])(
    'equal lines behind which the log was cut off within their second are not taken for known: $what',
    async ({ before }) => {
      const scene = new ReadingScene({ sinceOnce: false, kind: 'podman' });
      scene.open();
      writeAt(scene, before, 0);
      writeAt(scene, ['request 0', '}', 'request 1', '}', 'request 2', '}', 'end']);
      await rings(scene);
      expect(newLines(scene)).toHaveLength(7 + before.length);
      scene.engine.rotate(scene.engine.records.length);
      writeAt(scene, ['request 3', '}', 'request 4', '}', 'request 5', '}', 'end']);
      await rings(scene);
      expect(newLines(scene)).toEqual(['request 3', '}', 'request 4', '}', 'request 5', '}', 'end']);
      const [from, to] = [stampAfter(START, 10_000), stampAfter(START, 11_000)];
      expect(scene.ledger.gaps).toEqual([{ reason: 'rotated', from, to }]);
      await scene.kill();
      scene.open();
      writeAt(scene, ['}']);
      await rings(scene);
      await scene.settle(310_000);
      expect([newLines(scene), scene.ledger.gaps.length]).toEqual([['}'], 1]);
    },
  );

  test('nothing but equal lines behind which the log was cut off within their second are a gap, told once', async () => {
    const scene = await given();
    writeAt(scene, ['}', '}', '}']);
    await rings(scene);
    expect(newLines(scene)).toHaveLength(3);
    scene.engine.rotate(scene.engine.records.length);
    writeAt(scene, ['}', '}']);
    await rings(scene);
    await scene.settle(900_000);
    newLines(scene);
    expect(scene.ledger.gaps).toEqual([
      { reason: 'rotated', from: stampAfter(START, 10_000), to: stampAfter(START, 11_000) },
    ]);
  });

  test('a log that was cut off within a second goes on behind the lines that it still has, without a gap', async () => {
    const scene = await given();
    writeAt(scene, ['}', 'a', '}', 'b', 'c']);
    await rings(scene);
    newLines(scene);
    scene.engine.rotate(scene.engine.records.length - 3);
    writeAt(scene, ['}', 'd']);
    await rings(scene);
    expect([newLines(scene), scene.ledger.gaps]).toEqual([['}', 'd'], []]);
    writeAt(scene, ['}'], 12_000);
    await rings(scene);
    expect([newLines(scene), scene.ledger.gaps]).toEqual([['}'], []]);
  });

  test('what the engine deleted before it was read is a gap', async () => {
    const scene = await given();
    scene.passTime(5_000);
    scene.write(10);
    scene.engine.rotate(8);
    await rings(scene);
    expect(newLines(scene)).toEqual(['line 8', 'line 9', 'line 10', 'line 11', 'line 12']);
    expect(scene.ledger.gaps).toMatchObject([{ reason: 'rotated', from: START }]);
  });

  test('a bell that ends at once, again and again, is hung up less and less often, and the lines are read all the same', async () => {
    const scene = await given();
    for (let i = 0; i < 40; i++) {
      scene.engine.cut();
      await scene.settle(100);
    }
    expect(scene.reconnects.filter((reason) => reason === 'cut').length).toBeGreaterThan(3);
    scene.write(1);
    await rings(scene, 10_000);
    expect(newLines(scene)).toEqual(['line 3']);
  });

  test('one that ends at once beside a busy container is hung up less and less often, says so, and every line is read', async () => {
    const scene = await given();
    scene.engine.endsAtOnce = true;
    scene.engine.cut();
    const before = scene.engine.asked.length;
    for (let ms = 0; ms < 60_000; ms += 50) {
      scene.write(1, { stepMs: 50 });
      await scene.settle(50);
    }
    // A bell, what was written, and whether the container still runs.
    expect(scene.engine.asked.length - before).toBeLessThan(100);
    const degraded = 'degraded: The engine ends the stream at once, again and again.';
    expect([scene.states.at(-1), scene.states.filter((state) => state === degraded)]).toEqual([degraded, [degraded]]);
    scene.engine.endsAtOnce = false;
    await rings(scene, 10_000);
    expect(newLines(scene)).toHaveLength(1_200);
    expect(scene.states.at(-1)).toBe(`following: ${NOTE}`);
  });

  test('one that ends soon lets a slow engine rest all the same', async () => {
    const scene = await given();
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.engine.slowness = promise;
    scene.write(2);
    await scene.settle();
    await scene.settle(5_000);
    scene.engine.slowness = undefined;
    resolve();
    await scene.settle();
    scene.engine.cut();
    const before = scene.engine.asked.length;
    await scene.settle(19_000);
    expect(scene.engine.asked.length).toBe(before);
    await scene.settle(2_000);
    expect(scene.engine.asked.length).toBeGreaterThan(before);
  });

  test('one that is hung up late keeps no line for much longer than that', async () => {
    const scene = new ReadingScene({ sinceOnce: false, kind: 'podman' });
    const { promise, resolve } = Promise.withResolvers<void>();
    scene.engine.lateness = promise;
    scene.open();
    await scene.settle(3_500);
    scene.write(1);
    await scene.settle(16_500);
    expect(newLines(scene)).toEqual(['line 0']);
    scene.write(1);
    await scene.settle(1_000);
    scene.engine.lateness = undefined;
    resolve();
    await scene.settle();
    await scene.settle(1_000);
    expect(newLines(scene)).toEqual(['line 1']);
  });

  describe('while a history brings nothing', () => {
    const silent = {
      'from the beginning': (scene: ReadingScene) => {
        scene.engine.isMute = true;
      },
      'any more': (scene: ReadingScene) => {
        scene.engine.hangsAt = scene.engine.records.at(-1);
      },
    };

    test.each(Object.entries(silent))(
      '%s, the state says so within a minute or two, newer lines are known, and it is read when it comes',
      async (_, hang) => {
        const scene = await given();
        scene.passTime(5_000);
        scene.write(3);
        hang(scene);
        await scene.settle();
        expect(scene.known.at(-1)).toMatchObject({ seconds: START.seconds + 5 });
        await scene.settle(120_000);
        expect(scene.states.at(-1)).toMatch(/^degraded: .*has sent nothing for/);
        for (let minutes = 2; minutes < 60; minutes++) {
          await scene.settle(60_000);
          expect(scene.states.at(-1)).toMatch(/^degraded: /);
        }
        scene.engine.isMute = false;
        scene.engine.hangsAt = undefined;
        await scene.settle(720_000);
        scene.write(1);
        await rings(scene);
        expect(newLines(scene)).toEqual(['line 3', 'line 4', 'line 5', 'line 6']);
        expect(scene.states.at(-1)).toBe(`following: ${NOTE}`);
      },
    );

    test('of a container that has ended, the state says so', async () => {
      const scene = await given();
      scene.engine.isMute = true;
      scene.write(1);
      scene.engine.exit(true);
      scene.reader.ended();
      await scene.settle(120_000);
      expect(scene.states.at(-1)).toMatch(/^degraded: .*has sent nothing for/);
    });
  });

  test('nothing is said to be left when all was read', async () => {
    const scene = await given();
    scene.passTime(5_000);
    scene.write(1);
    await rings(scene);
    const { seconds } = START;
    expect(scene.known.at(-1)).toMatchObject({ seconds: seconds + 5 });
    scene.passTime(5_000);
    scene.engine.slowness = scene.clock.sleep(100);
    scene.write(1);
    await scene.settle();
    expect(scene.known.at(-1)).toMatchObject({ seconds: seconds + 10 });
    scene.engine.rotate(scene.engine.records.length);
    await scene.settle(1_000);
    expect(scene.known.at(-1)).toMatchObject({ seconds: seconds + 5 });
  });

  test('a history keeps its place among the eight until it has come to what is being written', async () => {
    const scene = await given();
    const takesPlace = async (): Promise<boolean> => {
      const waiting = new AbortController();
      const places = Array.from({ length: 8 }, () => scene.catchUps.take(waiting.signal));
      await scene.settle();
      waiting.abort();
      const taken = await Promise.all(places);
      for (const release of taken) release?.();
      return taken.every((release) => release !== undefined);
    };
    scene.passTime(5_000);
    scene.write(20);
    scene.engine.hangsAt = scene.engine.records[10];
    scene.passTime(5_000);
    scene.write(1);
    await scene.settle();
    expect(await takesPlace()).toBe(false);
    scene.engine.hangsAt = undefined;
    await scene.settle(720_000);
    expect(await takesPlace()).toBe(true);
    scene.write(20);
    scene.engine.hangsAt = scene.engine.records.at(-1);
    await scene.settle();
    expect(await takesPlace()).toBe(true);
  });

  test('a container whose answer never ends keeps no place from others', async () => {
    const scene = await given();
    scene.onLines = () => scene.reading?.pause();
    scene.passTime(5_000);
    scene.write(20_000);
    scene.passTime(5_000);
    scene.write(1);
    await scene.settle();
    expect(newLines(scene).length).toBeLessThan(20_000);
    const places = Array.from({ length: 8 }, () => scene.catchUps.take(new AbortController().signal));
    expect(await Promise.all(places)).toHaveLength(8);
    scene.onLines = undefined;
    scene.reading?.resume();
    await scene.settle();
    expect(newLines(scene).length).toBeGreaterThan(10_000);
  });

  test('other streams are asked for as soon as they are wanted', async () => {
    const scene = await given();
    scene.reading?.want({ stdout: false, stderr: true });
    await scene.settle();
    expect(scene.engine.openStreams).toBe(1);
    expect(scene.engine.asked.findLast((path) => path.includes('follow=1'))).toContain('stdout=0&stderr=1');
    expect(scene.reconnects).toEqual(['streams_changed']);
  });
});
