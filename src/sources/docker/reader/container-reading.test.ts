// How a container is read from its start to its end, while nothing goes wrong.
import { describe, expect, test } from 'vitest';
import { ReadingScene, START, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import { takeAll } from '../../../../test/support/take-slots.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

describe('a container', () => {
  test('that has just started is followed at once, from its first line', async () => {
    const scene = await sceneAfterLines();
    expect(scene.engine.asked[0]).toBe('/containers/c1/logs?follow=1&stdout=1&stderr=1&timestamps=1');
    expect(scene.states).toEqual(['following']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2']);
  });

  test('has time: as one of many its lines may be read in rounds', async () => {
    const scene = new ReadingScene();
    const stream = scene.engine.stream.bind(scene.engine);
    const hasTime: unknown[] = [];
    scene.engine.stream = (path, sink, options) => {
      hasTime.push(options?.hasTime);
      return stream(path, sink);
    };
    scene.open();
    await scene.settle();
    expect(hasTime).toEqual([true]);
  });

  test('whose reading meets a fault of its own says so, and reads no more', async () => {
    const scene = new ReadingScene();
    const fault = new Error('a bug');
    scene.engine.stream = () => {
      throw fault;
    };
    scene.open();
    await scene.settle(60_000);
    expect([scene.failures, scene.states]).toEqual([[fault], []]);
  });

  test('that has ended is read to its end, and then left alone', async () => {
    const scene = await sceneAfterLines();
    scene.engine.exit(true);
    scene.reader.ended();
    await scene.settle(10_000);
    const asked = scene.engine.asked.length;
    expect(scene.states.at(-1)).toBe('idle');
    await scene.settle(600_000);
    expect(scene.engine.asked).toHaveLength(asked);
  });

  test('whose stream ends with lines unread has them read from its history', async () => {
    const scene = await sceneAfterLines();
    scene.write(500);
    scene.engine.exit(true);
    await scene.settle(10_000);
    scene.commit();
    expect(scene.ledger.lines).toHaveLength(503);
    expect(scene.missing()).toEqual([]);
  });

  test('that starts again goes on where it ended, without what was read before', async () => {
    const scene = await sceneAfterLines();
    await scene.finish();
    scene.engine.isRunning = true;
    scene.reader.started();
    await scene.settle();
    scene.write(2);
    await scene.settle();
    scene.commit();
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
  });

  test('that starts is followed at once, also while others have all the places to read a history', async () => {
    const scene = new ReadingScene();
    scene.engine.isRunning = false;
    scene.reader.ended();
    await takeAll(scene.catchUps, 8);
    scene.open();
    await scene.settle(10_000);
    expect([scene.engine.asked, scene.catchUps.waiting]).toEqual([[], 1]);
    scene.engine.isRunning = true;
    scene.reader.started();
    scene.write(1);
    await scene.settle();
    scene.commit();
    expect([scene.ledger.lines, scene.states]).toEqual([['line 0'], ['following']]);
  });

  test('that ends in the middle of a line has that line read once, also after it starts again', async () => {
    const scene = await sceneAfterLines();
    scene.write(1, { text: ' has no end' });
    await scene.finish();
    expect(scene.ledger.lines.at(-1)).toBe('line 3 has no end');
    scene.engine.isRunning = true;
    scene.reader.started();
    scene.write(1);
    await scene.settle();
    await scene.finish();
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3 has no end', 'line 4']);
  });

  test('whose lines are deleted within a minute says so while it writes so much', async () => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = 10_000;
    scene.open();
    // 70 bytes or so each.
    scene.write(1_500, { stepMs: 40 });
    await scene.settle(60_000);
    expect(scene.states.at(-1)).toMatch(/^following: It writes so much that the engine keeps only the last \d s of it/);
    await scene.settle(120_000);
    expect(scene.states.at(-1)).toBe('following');
  });

  test('of which it was refused at first how its lines are kept is asked about that again with its next stream', async () => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = 10_000;
    scene.engine.inspectionFault = { kind: 'refused', status: 503, words: 'refused' };
    scene.open();
    scene.write(1);
    await scene.settle();
    scene.engine.inspectionFault = undefined;
    scene.engine.cut();
    scene.write(1_500, { stepMs: 40 });
    await scene.settle(60_000);
    expect(scene.states.at(-1)).toMatch(/^following: It writes so much/);
  });

  test('whose stream does not open is not said to be followed, however its lines are kept', async () => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = 10_000;
    scene.engine.stream = () => ({ pause: () => {}, resume: () => {}, close: () => {} });
    scene.open();
    await scene.settle(200_000);
    expect(scene.states).toEqual([]);
  });

  test('that ran before anybody watched is begun at the moment at which it was found', async () => {
    const moment = stampAfter(START, 0.05);
    const scene = new ReadingScene({ sinceOnce: false }, { at: 'moment', moment });
    scene.write(10);
    scene.open();
    await scene.settle();
    scene.commit();
    expect(scene.ledger.lines).toEqual(['line 4', 'line 5', 'line 6', 'line 7', 'line 8', 'line 9']);
  });
});

test('an engine that is lost is waited for, and what it has is read when it is back', async () => {
  const scene = await sceneAfterLines();
  scene.reader.engineLost();
  scene.engine.cut();
  scene.write(2);
  await scene.settle(60_000);
  const asked = scene.engine.asked.length;
  await scene.settle(60_000);
  expect(scene.engine.asked).toHaveLength(asked);
  scene.reader.engineBack();
  await scene.settle();
  scene.commit();
  expect(scene.reconnects).toEqual(['engine_lost']);
  expect(scene.ledger.lines).toHaveLength(5);
});
