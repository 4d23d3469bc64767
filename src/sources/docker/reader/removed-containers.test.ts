// Containers that are removed: before they were read, at their end, while nobody could look.
import { describe, expect, test } from 'vitest';
import { ReadingScene, START, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

/** As with `--rm`: nothing more can be asked. */
async function removedAtItsEnd(scene: ReadingScene): Promise<void> {
  scene.engine.isRemoved = true;
  scene.engine.exit(true);
  scene.reader.ended();
  scene.reader.removed();
  await scene.settle(20_000);
  scene.commit();
}

describe('a container', () => {
  test('that was removed is gone, and nothing is missing when all of it was read', async () => {
    const scene = await sceneAfterLines();
    await scene.finish();
    scene.engine.isRemoved = true;
    scene.reader.removed();
    await scene.settle(10_000);
    scene.commit();
    expect([scene.states.at(-1), scene.ledger.gaps]).toEqual(['gone', []]);
  });

  test('that was removed while its stream was cut leaves a gap behind its newest line', async () => {
    const scene = await sceneAfterLines();
    scene.engine.isRemoved = true;
    scene.engine.cut();
    await scene.settle();
    scene.reader.removed();
    await scene.settle(10_000);
    scene.commit();
    expect(scene.ledger.gaps).toEqual([
      { reason: 'removed_before_read', from: stampAfter(START, 0.03), to: undefined },
    ]);
    expect(scene.states.at(-1)).toBe('gone');
  });

  test.each([0, 30])(
    'that an old engine removes at its end leaves a gap, although its stream ended well, after %i of 100 lines',
    async (lines) => {
      const scene = new ReadingScene();
      scene.open();
      await scene.settle();
      scene.write(100);
      if (lines > 0) scene.engine.deliver(lines);
      await removedAtItsEnd(scene);
      const from = lines > 0 ? scene.engine.records[lines - 1]?.stamp : undefined;
      expect(scene.ledger.lines).toHaveLength(lines);
      expect(scene.ledger.gaps).toEqual([{ reason: 'end_unproven', from, to: undefined }]);
      expect(scene.states.at(-1)).toBe('gone');
    },
  );

  test('that an old engine removes while its lines came late leaves a gap of lines that were left unread', async () => {
    const scene = new ReadingScene();
    scene.open();
    await scene.settle();
    scene.write(100);
    scene.engine.time = stampAfter(START, 4_000);
    scene.engine.deliver(30);
    await removedAtItsEnd(scene);
    expect(scene.ledger.gaps).toEqual([
      { reason: 'removed_before_read', from: scene.engine.records[29]?.stamp, to: undefined },
    ]);
  });

  test.each(['20.10.24', '29.0.0'])(
    'that Docker %s removes at its end is asked for nothing between its end and its removal',
    async (version) => {
      const scene = new ReadingScene({ sinceOnce: true, version });
      scene.engine.isRemovedAtEnd = true;
      scene.open();
      scene.write(3);
      await scene.settle();
      scene.engine.exit(true);
      scene.reader.ended();
      await scene.settle(600_000);
      expect(scene.engine.asked).toHaveLength(1);
      expect(scene.states.at(-1)).toBe(version === '29.0.0' ? 'idle' : 'draining');
      scene.engine.isRemoved = true;
      scene.reader.removed();
      await scene.settle();
      scene.commit();
      expect([scene.engine.asked.length, scene.ledger.lines.length, scene.states.at(-1)]).toEqual([1, 3, 'gone']);
      expect(scene.ledger.gaps.map(({ reason }) => reason)).toEqual(version === '29.0.0' ? [] : ['end_unproven']);
    },
  );

  test('that is removed at its end and had ended before it was looked at is asked for no lines', async () => {
    const scene = new ReadingScene();
    scene.write(3);
    scene.engine.isRemovedAtEnd = true;
    scene.engine.exit(true);
    scene.reader.ended();
    scene.open();
    await scene.settle(60_000);
    scene.reader.removed();
    await scene.settle();
    scene.commit();
    expect(scene.engine.asked).toEqual([]);
    expect(scene.ledger.gaps).toEqual([{ reason: 'missed_short_lived', from: undefined, to: undefined }]);
  });

  test('that has ended and of which nobody says whether it is removed then is read to its end', async () => {
    const scene = new ReadingScene();
    scene.write(3);
    scene.engine.inspectionFault = { kind: 'refused', status: 403, words: 'refused' };
    scene.engine.isRunning = false;
    scene.reader.ended();
    scene.open();
    await scene.settle(60_000);
    scene.commit();
    expect([scene.ledger.lines.length, scene.states.at(-1)]).toEqual([3, 'idle']);
  });

  test('that an engine removes at its end leaves no gap where a stream that ended well has brought everything', async () => {
    const scene = new ReadingScene({ sinceOnce: true, version: '23.0.1' });
    scene.open();
    await scene.settle();
    scene.write(100);
    scene.engine.deliver(100);
    await removedAtItsEnd(scene);
    expect([scene.ledger.lines.length, scene.ledger.gaps, scene.states.at(-1)]).toEqual([100, [], 'gone']);
  });

  test.each([0, 4_000])(
    'that an engine removes at its end, which is told %i ms before its last lines come, leaves no gap',
    async (beforeMs) => {
      const scene = new ReadingScene({ sinceOnce: true, version: '29.0.0' });
      scene.engine.isRemovedAtEnd = true;
      scene.open();
      await scene.settle();
      scene.write(100);
      scene.reader.ended();
      await scene.clock.advance(beforeMs);
      scene.engine.exit(false);
      scene.engine.isRemoved = true;
      scene.reader.removed();
      await scene.settle(20_000);
      scene.commit();
      expect([scene.ledger.lines.length, scene.ledger.gaps, scene.states.at(-1)]).toEqual([100, [], 'gone']);
    },
  );

  test('whose next run was over before it could be followed leaves a gap when it is removed, although all of the last one was read', async () => {
    const scene = await sceneAfterLines();
    await scene.finish();
    scene.engine.isRunning = true;
    scene.write(2);
    scene.reader.started();
    await removedAtItsEnd(scene);
    expect(scene.ledger.gaps).toEqual([
      { reason: 'removed_before_read', from: stampAfter(START, 0.03), to: undefined },
    ]);
  });

  test('that was gone before it could be asked for leaves a gap of its own', async () => {
    const scene = new ReadingScene();
    scene.engine.isRemoved = true;
    scene.open();
    await scene.settle();
    scene.reader.removed();
    await scene.settle(10_000);
    scene.commit();
    expect(scene.ledger.gaps).toEqual([{ reason: 'missed_short_lived', from: undefined, to: undefined }]);
  });
});
