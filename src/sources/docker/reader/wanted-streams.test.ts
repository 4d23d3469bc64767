// Streams that nobody wants, and those that are wanted later.
import { describe, expect, test } from 'vitest';
import { ReadingScene, START, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

describe('streams', () => {
  test('that nobody wants are not asked for, and begin at the moment at which somebody does', async () => {
    const scene = new ReadingScene();
    const reading = scene.open({ stdout: false, stderr: false });
    scene.write(2);
    await scene.settle(10_000);
    expect([scene.engine.asked, scene.states]).toEqual([[], ['not_wanted']]);
    scene.engine.time = stampAfter(START, 1);
    scene.passTime(1);
    reading.want({ stdout: false, stderr: true });
    await scene.settle();
    scene.write(1, { stream: 1 });
    scene.write(1, { stream: 2 });
    await scene.settle();
    scene.commit();
    expect(scene.followed.every((path) => path.includes('stdout=0&stderr=1'))).toBe(true);
    expect([scene.ledger.lines, scene.ledger.gaps]).toEqual([['line 3'], []]);
  });

  test('that are wanted besides are asked for at once, and the other one misses nothing', async () => {
    const scene = new ReadingScene();
    const reading = scene.open({ stdout: true, stderr: false });
    scene.write(2, { stream: 1 });
    scene.write(2, { stream: 2 });
    await scene.settle();
    scene.engine.time = stampAfter(START, 0.045);
    reading.want({ stdout: true, stderr: true });
    scene.write(1, { stream: 1 });
    scene.write(1, { stream: 2 });
    await scene.settle(1_000);
    scene.commit();
    expect(scene.reconnects).toEqual(['streams_changed']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 4', 'line 5']);
    expect(scene.ledger.gaps).toEqual([]);
  });
});

test('streams that are wanted already are not asked for again', async () => {
  const scene = await sceneAfterLines();
  scene.reading?.want({ stdout: true, stderr: true });
  await scene.settle(1_000);
  expect([scene.followed.length, scene.reconnects]).toEqual([1, []]);
});

describe('other streams that are wanted while a history is being read', () => {
  test.each(['docker', 'podman'] as const)('end it at once, and it begins anew (%s)', async (kind) => {
    const scene = new ReadingScene({ sinceOnce: false, kind }, { at: 'moment', moment: START });
    scene.engine.slowness = new Promise(() => {});
    scene.write(2, { stepMs: 2_000 });
    const reading = scene.open({ stdout: true, stderr: false });
    await scene.settle();
    reading.want({ stdout: true, stderr: true });
    await scene.settle();
    expect(scene.engine.asked.filter((path) => path.includes('follow=0'))).toHaveLength(2);
    scene.engine.slowness = undefined;
    reading.want({ stdout: true, stderr: false });
    await scene.settle();
    await scene.settle(1_000);
    scene.commit();
    expect([scene.ledger.lines, scene.ledger.gaps]).toEqual([['line 0', 'line 1'], []]);
    expect(scene.reconnects).toEqual(['streams_changed', 'streams_changed']);
  });

  test.each(['docker', 'podman'] as const)('end it when nobody wants any (%s)', async (kind) => {
    const scene = new ReadingScene({ sinceOnce: false, kind }, { at: 'moment', moment: START });
    scene.engine.slowness = new Promise(() => {});
    const reading = scene.open();
    await scene.settle();
    reading.want({ stdout: false, stderr: false });
    await scene.settle();
    expect([scene.states.at(-1), scene.engine.openStreams]).toEqual(['not_wanted', 0]);
  });

  test('end it also where the container has ended', async () => {
    const scene = await sceneAfterLines();
    scene.engine.slowness = new Promise(() => {});
    await scene.finish();
    scene.reading?.want({ stdout: false, stderr: false });
    await scene.settle();
    expect(scene.states.at(-1)).toBe('not_wanted');
  });
});
