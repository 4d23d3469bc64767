// Streams that stay silent, and whether there are lines all the same.
import { describe, expect, test } from 'vitest';
import { ReadingScene, START, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

describe('a stream', () => {
  test('that stays silent while the engine has newer lines is opened again', async () => {
    const scene = await sceneAfterLines();
    scene.write(1);
    scene.engine.leaveOut();
    scene.engine.time = stampAfter(START, 60_000);
    await scene.settle(600_000);
    await scene.settle(1_000);
    scene.commit();
    expect(scene.reconnects).toEqual(['stalled']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3']);
  });

  test('that stays silent is found out also where the newest lines are on a stream that nobody wants', async () => {
    const scene = new ReadingScene();
    scene.open({ stdout: false, stderr: true });
    scene.write(300, { stream: 2, stepMs: 50 });
    await scene.settle();
    scene.commit();
    scene.engine.time = stampAfter(START, 60_000);
    await scene.settle(600_000);
    expect(scene.reconnects).toEqual([]);
    scene.write(1, { stream: 2 });
    scene.write(20);
    scene.engine.leaveOut();
    scene.engine.time = stampAfter(START, 120_000);
    await scene.settle(301_000);
    scene.commit();
    expect(scene.reconnects).toEqual(['stalled']);
    expect(scene.ledger.lines).toHaveLength(301);
  });

  test('that stays silent also when it is opened again has its lines read from the history', async () => {
    const scene = await sceneAfterLines();
    scene.engine.linesAreIn = 'history';
    scene.write(1);
    scene.engine.leaveOut();
    scene.engine.time = stampAfter(START, 60_000);
    await scene.settle(600_000);
    scene.commit();
    expect(scene.reconnects).toEqual(['stalled']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3']);
  });

  test('with lines that the history has not is asked for less and less often, says so, and loses none', async () => {
    const scene = new ReadingScene({ sinceOnce: false }, { at: 'moment', moment: START });
    scene.engine.linesAreIn = 'stream';
    scene.write(3);
    scene.open();
    for (let second = 0; second < 120; second++) await scene.settle(1_000);
    expect(scene.states).toContain(
      'degraded: The engine’s stream has lines that its history has not, again and again.',
    );
    expect(scene.followed.length).toBeLessThan(60);
    scene.engine.linesAreIn = 'both';
    for (let second = 0; second < 10; second++) await scene.settle(1_000);
    expect(scene.states.at(-1)).toBe('following');
    await scene.finish();
    expect([scene.ledger.lines, scene.ledger.gaps]).toEqual([['line 0', 'line 1', 'line 2'], []]);
  });

  test('is asked after again although nobody answered the last time', async () => {
    const scene = await sceneAfterLines();
    scene.engine.isMute = true;
    const probes = () => scene.engine.asked.filter((path) => /[?&]tail=100(?:&|$)/.test(path)).length;
    await scene.settle(600_000);
    expect(probes()).toBe(1);
    await scene.settle(600_000);
    expect(probes()).toBe(2);
    expect([scene.states, scene.reconnects]).toEqual([['following'], []]);
  });

  test('that is quiet is left alone', async () => {
    const scene = await sceneAfterLines();
    await scene.settle(3_600_000);
    expect([scene.reconnects, scene.followed.length]).toEqual([[], 1]);
  });

  test('when its container has ended, and does not end itself, is ended within five seconds, and what was left out is read', async () => {
    const scene = await sceneAfterLines();
    scene.write(2);
    scene.engine.leaveOut();
    scene.engine.isRunning = false;
    scene.reader.ended();
    await scene.settle(4_000);
    expect(scene.states.at(-1)).toBe('following');
    await scene.settle(2_000);
    scene.commit();
    expect([scene.states.at(-1), scene.ledger.lines.length, scene.ledger.gaps]).toEqual(['idle', 5, []]);
  });
});
