import { describe, expect, test } from 'vitest';
import { ReadingScene, START } from '../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';
import type { Slots } from './slots.ts';

const MEGABYTE = 1_000_000;

/** A container that has written some lines, which were read and committed. */
async function given(lines = 3): Promise<ReadingScene> {
  const scene = new ReadingScene();
  scene.open();
  scene.write(lines);
  await scene.settle();
  scene.commit();
  return scene;
}

async function takeAll(slots: Slots, count: number): Promise<() => void> {
  const signal = new AbortController().signal;
  const taken = await Promise.all(Array.from({ length: count }, () => slots.take(signal)));
  return () => {
    for (const release of taken) release?.();
  };
}

/** As with `--rm`: nothing more can be asked. */
async function removedAtItsEnd(scene: ReadingScene): Promise<void> {
  scene.engine.isRemoved = true;
  scene.engine.exit(true);
  scene.reader.ended();
  scene.reader.removed();
  await scene.settle(20_000);
  scene.commit();
}

const follows = (scene: ReadingScene): string[] => scene.engine.asked.filter((path) => path.includes('follow=1'));

describe('zero bytes in a log', () => {
  test('hide what was written between two streams: that is a gap, and the next line is read', async () => {
    const scene = await given();
    scene.engine.zerosBehind = scene.engine.records.at(-1);
    scene.write(3);
    const [, , behind, , , newest] = scene.engine.records.map(({ stamp }) => stamp);
    scene.engine.cut();
    await scene.settle();
    scene.write(1);
    await scene.settle();
    await scene.settle(1_000);
    scene.commit();
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 6']);
    expect(scene.ledger.gaps).toEqual([{ reason: 'engine_error', from: behind, to: newest }]);
  });

  test('are told of after ten seconds when nothing more is written, not while the reading is paused', async () => {
    const scene = await given();
    scene.engine.zerosBehind = scene.engine.records.at(-1);
    scene.write(3);
    scene.engine.cut();
    scene.reading?.pause();
    await scene.settle();
    await scene.settle(60_000);
    scene.commit();
    expect(scene.ledger.gaps).toEqual([]);
    scene.reading?.resume();
    await scene.settle(10_000);
    scene.commit();
    expect(scene.ledger.gaps).toMatchObject([{ reason: 'engine_error' }]);
  });

  test('let no line come again that was read long ago, when the container ends', async () => {
    const scene = await given(200);
    scene.engine.zerosBehind = scene.engine.records[100];
    scene.passTime(5_000);
    scene.write(200);
    await scene.settle();
    await scene.finish();
    expect(scene.twice()).toEqual([]);
    expect(scene.missing()).toEqual([]);
    expect(scene.ledger.gaps).toEqual([]);
  });

  test('hide nothing from a stream that was open before, and what came is no gap', async () => {
    const scene = await given();
    scene.engine.zerosBehind = scene.engine.records.at(-1);
    scene.write(3);
    await scene.settle();
    scene.engine.cut();
    scene.write(1);
    await scene.settle();
    await scene.settle(20_000);
    scene.commit();
    expect(scene.ledger.lines.slice(0, 6)).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
  });
});

describe('a container', () => {
  test('that has just started is followed at once, from its first line', async () => {
    const scene = await given();
    expect(scene.engine.asked[0]).toBe('/containers/c1/logs?follow=1&stdout=1&stderr=1&timestamps=1');
    expect(scene.states).toEqual(['following']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2']);
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
    const scene = await given();
    scene.engine.exit(true);
    scene.reader.ended();
    await scene.settle(10_000);
    const asked = scene.engine.asked.length;
    expect(scene.states.at(-1)).toBe('idle');
    await scene.settle(600_000);
    expect(scene.engine.asked).toHaveLength(asked);
  });

  test('whose stream ends with lines unread has them read from its history', async () => {
    const scene = await given();
    scene.write(500);
    scene.engine.exit(true);
    await scene.settle(10_000);
    scene.commit();
    expect(scene.ledger.lines).toHaveLength(503);
    expect(scene.missing()).toEqual([]);
  });

  test('that starts again goes on where it ended, without what was read before', async () => {
    const scene = await given();
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
    const scene = await given();
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

  test('that was removed is gone, and nothing is missing when all of it was read', async () => {
    const scene = await given();
    await scene.finish();
    scene.engine.isRemoved = true;
    scene.reader.removed();
    await scene.settle(10_000);
    scene.commit();
    expect([scene.states.at(-1), scene.ledger.gaps]).toEqual(['gone', []]);
  });

  test('that was removed while its stream was cut leaves a gap behind its newest line', async () => {
    const scene = await given();
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

  test('whose next run was over before it could be followed leaves a gap when it is removed, although all of the last one was read', async () => {
    const scene = await given();
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

  test.each([404, 409, 403, 501, 502])(
    'that is refused with %i and still there is asked for again, says why, and misses nothing',
    async (status) => {
      const scene = await given();
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
    const scene = await given();
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
    const scene = await given();
    scene.engine.exit(true);
    scene.reading?.pause();
    scene.reader.ended();
    await scene.settle(3_600_000);
    expect(scene.reconnects).toEqual([]);
    scene.reading?.resume();
    await scene.settle(10_000);
    expect([scene.states.at(-1), scene.reconnects]).toEqual(['idle', []]);
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

  test('whose stream does not open is not said to be followed, however its lines are kept', async () => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = 10_000;
    scene.engine.stream = () => ({ pause: () => {}, resume: () => {}, close: () => {} });
    scene.open();
    await scene.settle(200_000);
    expect(scene.states).toEqual([]);
  });

  test('that nobody can read says why, and is asked again only when it starts', async () => {
    const scene = new ReadingScene();
    scene.engine.isUnreadable = true;
    scene.open();
    await scene.settle(60_000);
    expect(scene.states).toEqual(['unreadable: configured logging driver does not support reading']);
    const asked = follows(scene).length;
    await scene.settle(600_000);
    expect(follows(scene)).toHaveLength(asked);
    scene.engine.isUnreadable = false;
    scene.reader.started();
    await scene.settle();
    expect(scene.states.at(-1)).toBe('following');
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
    expect(follows(scene).every((path) => path.includes('stdout=0&stderr=1'))).toBe(true);
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
    const scene = await given();
    scene.engine.slowness = new Promise(() => {});
    await scene.finish();
    scene.reading?.want({ stdout: false, stderr: false });
    await scene.settle();
    expect(scene.states.at(-1)).toBe('not_wanted');
  });
});

describe('a stream', () => {
  test('that is cut is opened again at once, by the newest records and the newest line, and nothing comes twice', async () => {
    const scene = await given();
    scene.engine.cut();
    scene.write(2);
    await scene.settle();
    scene.commit();
    expect(follows(scene).at(-1)).toMatch(/follow=1.*&timestamps=1&tail=106$/);
    expect(scene.reconnects).toEqual(['cut']);
    expect(scene.ledger.lines).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4']);
  });

  test('that ends again and again without a line is asked for less and less often, and says so', async () => {
    const scene = await given();
    for (let i = 0; i < 200; i++) {
      scene.engine.cut();
      await scene.settle(100);
    }
    expect(scene.engine.asked.length).toBeLessThan(40);
    expect(scene.states).toContain('degraded: The stream was cut.');
  });

  test('of more lines than were expected is caught up with from the history', async () => {
    const scene = await given();
    await scene.kill();
    scene.write(20_000);
    scene.open();
    await scene.settle(1_000);
    scene.commit();
    expect(scene.ledger.lines).toHaveLength(20_003);
    expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
  });

  test('whose engine reports a fault in the middle goes on from the history', async () => {
    const scene = await given();
    scene.write(5);
    scene.engine.breakOff('Error grabbing logs: no such file or directory');
    await scene.settle(1_000);
    scene.commit();
    expect(scene.reconnects).toEqual(['engine_error']);
    expect([scene.missing(), scene.twice()]).toEqual([[], []]);
  });

  test('that is behind and jumps is checked against the history, which has what was left out', async () => {
    const scene = new ReadingScene();
    scene.engine.rotatesAt = MEGABYTE;
    scene.open();
    scene.write(1);
    await scene.settle();
    await scene.settle(500);
    scene.write(1);
    await scene.settle();
    // The lines lie 0.1 s apart, and half a second has passed since they were written: the stream is late.
    scene.write(3, { stepMs: 100 });
    scene.engine.leaveOut();
    scene.write(1, { stepMs: 100 });
    await scene.settle();
    await scene.settle(5_000);
    scene.commit();
    expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
    expect(scene.ledger.lines).toHaveLength(6);
  });

  test.each([
    { late: 100, waited: 0 },
    { late: 0, waited: 100 },
  ])(
    'that was late by $late ms before its engine stood still, and by $waited ms behind that, is checked when it jumps',
    async ({ late, waited }) => {
      const scene = new ReadingScene();
      scene.engine.rotatesAt = MEGABYTE;
      scene.open();
      scene.write(1);
      await scene.settle();
      await scene.settle(late);
      scene.write(1);
      await scene.settle();
      scene.write(1_000, { stepMs: 10 });
      scene.engine.leaveOut();
      scene.write(1);
      await scene.clock.advance(10_000 + waited - late);
      await scene.settle();
      await scene.settle(5_000);
      scene.commit();
      expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
      expect(scene.ledger.lines).toHaveLength(1_003);
    },
  );

  test('that repeats lines, as at a rotation, brings none of them twice, however old they are', async () => {
    const scene = await given(1);
    scene.write(5_000, { stepMs: 1 });
    await scene.settle();
    scene.engine.repeat(5_000);
    await scene.settle(1_000);
    scene.write(3);
    await scene.settle(1_000);
    scene.commit();
    expect([scene.missing(), scene.twice()]).toEqual([[], []]);
  });

  test.each([100, 400, 900])(
    'of a busy container with a line that is late by %i ms brings each once, also when it is cut behind it',
    async (late) => {
      const scene = await given(1);
      scene.write(60_000, { stepMs: 0.02 });
      await scene.settle(1_000);
      scene.write(1, { late, stream: 2 });
      scene.engine.cut();
      scene.write(100);
      await scene.settle(1_000);
      scene.write(1, { late, stream: 2 });
      scene.write(100);
      await scene.finish();
      scene.commit();
      expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
    },
  );

  test('that stays silent while the engine has newer lines is opened again', async () => {
    const scene = await given();
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
    const scene = await given();
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
    expect(follows(scene).length).toBeLessThan(60);
    scene.engine.linesAreIn = 'both';
    for (let second = 0; second < 10; second++) await scene.settle(1_000);
    expect(scene.states.at(-1)).toBe('following');
    await scene.finish();
    expect([scene.ledger.lines, scene.ledger.gaps]).toEqual([['line 0', 'line 1', 'line 2'], []]);
  });

  test('is asked after again although nobody answered the last time', async () => {
    const scene = await given();
    scene.engine.isMute = true;
    const probes = () => scene.engine.asked.filter((path) => /[?&]tail=100(?:&|$)/.test(path)).length;
    await scene.settle(600_000);
    expect(probes()).toBe(1);
    await scene.settle(600_000);
    expect(probes()).toBe(2);
    expect([scene.states, scene.reconnects]).toEqual([['following'], []]);
  });

  test('that is quiet is left alone', async () => {
    const scene = await given();
    await scene.settle(3_600_000);
    expect([scene.reconnects, follows(scene).length]).toEqual([[], 1]);
  });
});

describe('a record that the engine cannot read', () => {
  /** It has one in its log, behind lines that were read, with lines behind it. */
  async function broken(behind: number): Promise<ReadingScene> {
    const scene = await given(300);
    scene.engine.cut();
    scene.write(20);
    scene.engine.broken = scene.engine.records.at(-1);
    scene.write(behind);
    await scene.settle(20_000);
    return scene;
  }

  test.each([1, 50, 5_000])(
    'is left out with what lies before it, as a gap, and the %i lines behind it are read',
    async (behind) => {
      const scene = await broken(behind);
      scene.write(1);
      await scene.settle(20_000);
      scene.commit();
      const [from, to] = [318, 320].map((at) => scene.engine.records.at(at)?.stamp);
      expect(scene.ledger.gaps).toEqual([{ reason: 'engine_error', from, to }]);
      expect([scene.missing(), scene.twice()]).toEqual([[], []]);
      expect(scene.ledger.lines.at(-1)).toBe(scene.engine.records.at(-1)?.text.trimEnd());
      expect(scene.ledger.lines).toHaveLength(319 + behind + 1);
    },
  );

  test('behind which nothing is yet is waited for, degraded, and the next line is read', async () => {
    const scene = await broken(0);
    await scene.settle(20_000);
    expect(scene.states.at(-1)).toMatch(/^degraded: The engine broke off: Error grabbing logs/);
    scene.write(1);
    await scene.settle(20_000);
    scene.commit();
    expect(scene.ledger.gaps.map(({ reason }) => reason)).toEqual(['engine_error']);
    expect(scene.ledger.lines.at(-1)).toBe('line 320');
  });

  test('is left out, and none of what was read long ago comes again', async () => {
    const scene = await given(3);
    scene.write(2_000, { stepMs: 10 });
    await scene.settle();
    scene.commit();
    scene.engine.cut();
    // It was read when it could be; so many are asked for now that the engine meets it again.
    scene.engine.broken = scene.engine.records.at(-680);
    scene.write(520);
    await scene.settle(30_000);
    expect(scene.reconnects).toContain('engine_error');
    await scene.finish();
    expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
  });

  test('before the first line that is read is a gap from nobody knows when', async () => {
    const scene = new ReadingScene();
    scene.write(1);
    scene.engine.broken = scene.engine.records.at(-1);
    scene.write(5);
    scene.open();
    await scene.settle(20_000);
    scene.commit();
    const to = scene.engine.records.at(1)?.stamp;
    expect(scene.ledger.gaps).toEqual([{ reason: 'engine_error', from: undefined, to }]);
    expect(scene.ledger.lines).toHaveLength(5);
  });

  test('of a container that has ended does not keep it from being read to its end', async () => {
    const scene = await broken(10);
    await scene.finish();
    scene.engine.isRemoved = true;
    scene.reader.removed();
    await scene.settle(20_000);
    scene.commit();
    expect(scene.states.slice(-2)).toEqual(['idle', 'gone']);
    expect(scene.ledger.gaps.map(({ reason }) => reason)).toEqual(['engine_error']);
    expect(scene.missing()).toEqual([]);
  });
});

describe('lost lines', () => {
  test('are a gap from the newest line to the first that is still there, told before that one', async () => {
    const scene = await given();
    scene.engine.cut();
    scene.write(10);
    scene.engine.rotate(8);
    await scene.settle(1_000);
    scene.commit();
    expect(scene.ledger.gaps).toEqual([
      { reason: 'rotated', from: stampAfter(START, 0.03), to: stampAfter(START, 0.09) },
    ]);
    expect(scene.ledger.lines.slice(3)).toEqual(['line 8', 'line 9', 'line 10', 'line 11', 'line 12']);
  });

  test('while the clock went back are two gaps, for nobody knows how late it was before, nor how early afterwards', async () => {
    const scene = await given(2_000);
    scene.passTime(20_000);
    scene.write(3);
    await scene.settle();
    scene.commit();
    scene.engine.cut();
    scene.write(5, { stepMs: 1_000 });
    scene.passTime(-15_000);
    scene.write(10, { stepMs: 100 });
    scene.engine.rotate(scene.engine.records.length - 2);
    await scene.settle(1_000);
    await scene.finish();
    expect(scene.ledger.gaps).toEqual([
      { reason: 'rotated', from: stampAfter(START, 20_020.03), to: undefined },
      { reason: 'rotated', from: undefined, to: scene.engine.records.at(-2)?.stamp },
    ]);
    expect([scene.missing(), scene.twice()]).toEqual([[], []]);
  });

  test('between lines that are not quite in order lie in a gap all the same', async () => {
    const scene = await given();
    scene.engine.cut();
    scene.passTime(-300);
    scene.write(10, { stepMs: 10 });
    scene.engine.rotate(8);
    await scene.settle(1_000);
    await scene.finish();
    expect(scene.ledger.gaps).toEqual([
      { reason: 'rotated', from: stampAfter(START, -239.97), to: stampAfter(START, 0.03) },
    ]);
  });

  test('behind which nothing is left are a gap without an end, told once', async () => {
    const scene = await given();
    scene.engine.cut();
    scene.write(10);
    scene.engine.rotate(20);
    scene.engine.exit(true);
    scene.reader.ended();
    await scene.settle(20_000);
    scene.commit();
    await scene.kill();
    scene.open();
    await scene.settle(20_000);
    scene.commit();
    expect(scene.ledger.gaps).toEqual([{ reason: 'rotated', from: stampAfter(START, 0.03), to: undefined }]);
  });
});

describe('a clock', () => {
  test.each([{ sinceOnce: false }, { sinceOnce: true }])(
    'that goes back ten seconds makes no line come twice and none be lost (%j)',
    async (rules) => {
      const scene = new ReadingScene(rules);
      scene.open();
      scene.write(200, { stepMs: 100 });
      await scene.settle();
      scene.passTime(-10_000);
      scene.write(50, { stepMs: 100 });
      await scene.settle(1_000);
      scene.engine.cut();
      scene.write(20, { stepMs: 100 });
      await scene.settle(10_000);
      scene.commit();
      await scene.kill();
      scene.open();
      scene.write(100, { stepMs: 100 });
      await scene.settle(10_000);
      await scene.finish();
      expect([scene.missing(), scene.twice(), scene.ledger.gaps]).toEqual([[], [], []]);
    },
  );
});

describe('a clock that is ahead when lines are first wanted', () => {
  test.each([{ sinceOnce: false }, { sinceOnce: true }])(
    'and is set back then hides none that is written after that (%j)',
    async (rules) => {
      const ahead = stampAfter(START, 7_200_000);
      const scene = new ReadingScene(rules, { at: 'moment', moment: ahead });
      scene.engine.time = ahead;
      scene.open();
      await scene.settle(1_000);
      scene.write(20, { stepMs: 100 });
      await scene.settle(60_000);
      scene.write(20, { stepMs: 100 });
      await scene.settle(10_000);
      scene.commit();
      expect([scene.ledger.lines.length, scene.twice()]).toEqual([40, []]);
      scene.engine.cut();
      scene.write(20, { stepMs: 100 });
      await scene.finish();
      expect([scene.ledger.lines.length, scene.twice(), scene.ledger.gaps]).toEqual([60, [], []]);
    },
  );

  test('and is not set back changes nothing: what was written before stays unread', async () => {
    const scene = new ReadingScene({ sinceOnce: false }, { at: 'moment', moment: stampAfter(START, 10_000) });
    scene.write(10, { stepMs: 100 });
    scene.passTime(9_000);
    scene.write(5, { stepMs: 100 });
    scene.open();
    await scene.settle(180_000);
    await scene.finish();
    expect(scene.ledger.lines).toEqual(['line 10', 'line 11', 'line 12', 'line 13', 'line 14']);
    expect(scene.engine.asked.filter((path) => path.includes('follow=1'))).toHaveLength(1);
  });
});

test('an engine that is lost is waited for, and what it has is read when it is back', async () => {
  const scene = await given();
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
