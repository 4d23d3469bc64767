import { describe, expect, test } from 'vitest';
import { shipmentTo } from '../../test/support/scripted-destination.ts';
import type { SendResult } from './destination.ts';

const SENT = { outcome: 'sent' } as const;
const MINUTE = 60_000;
const refused = (kind: string, words = `no: ${kind}`): SendResult => ({ outcome: 'refused', kind, words });

/** A batch every two minutes, so that each is told of before the next one. */
async function batches(scene: ReturnType<typeof shipmentTo>, count: number, everyMs = 2 * MINUTE): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    scene.take(10);
    await scene.clock.advance(everyMs);
  }
}

const toldOf = ({ told }: ReturnType<typeof shipmentTo>) =>
  told('lost').map(({ lines, words, isNews }) => [lines, words, isNews]);

describe('lines that are refused for good', () => {
  test('are told by one warning for each kind of refusal, and no line of them is missing in what is told', async () => {
    const scene = shipmentTo({ script: [refused('403'), refused('403'), refused('403'), refused('404')] });
    await batches(scene, 5);
    expect(toldOf(scene)).toEqual([
      [10, 'no: 403', true],
      [10, 'no: 403', false],
      [10, 'no: 403', false],
      [10, 'no: 404', true],
      [10, 'no: 404', false],
    ]);
    expect(scene.sums()).toEqual({ taken: 50, sent: 0, dropped: 50, waiting: 0 });
  });

  test('are no news although the words name another line each time, and two kinds take turns', async () => {
    let time = 0;
    const scene = shipmentTo({ script: [(lines) => refused(`40${time++ % 2}`, `It answered: ${lines[0]}`)] });
    await batches(scene, 10);
    const news = scene.told('lost').filter(({ isNews }) => isNews);
    expect([news.length, scene.told('lost').length]).toEqual([2, 10]);
  });

  test('are told once a minute at most, in sums, and the rest at the end', async () => {
    const scene = shipmentTo({ script: [refused('403')] });
    await batches(scene, 90, 1_000);
    expect(toldOf(scene)).toEqual([
      [10, 'no: 403', true],
      [590, 'no: 403', false],
    ]);
    scene.stop();
    await scene.running;
    expect(scene.told('lost').map(({ lines }) => lines)).toEqual([10, 590, 300]);
  });

  test('are one warning although others are taken, in the same batch or between', async () => {
    const partly: SendResult = { outcome: 'partly', again: [], refused: [0], words: 'mapping', kind: '400 mapping' };
    const scene = shipmentTo({ script: Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? partly : SENT)) });
    await batches(scene, 20, 30_000);
    expect(scene.told('lost').filter(({ isNews }) => isNews).length).toBe(1);
    expect(scene.sums()).toEqual({ taken: 200, sent: 190, dropped: 10, waiting: 0 });
    expect(scene.told('lost').reduce((sum, { lines }) => sum + Number(lines), 0)).toBe(10);
    expect(scene.told('recovered')).toEqual([]);
  });

  test('are news again after all was well for a minute, which is told', async () => {
    const scene = shipmentTo({ script: [refused('403'), SENT, SENT, refused('403')] });
    await batches(scene, 4);
    expect(toldOf(scene).map(([, , isNews]) => isNews)).toEqual([true, true]);
    expect(scene.told('recovered')).toEqual([{ destination: 'there' }]);
  });

  test('hold little, however many kinds of refusals there are: one that was forgotten for others is new again', async () => {
    let time = 0;
    const scene = shipmentTo({ script: [() => refused(`kind ${time++ % 25}`)] });
    await batches(scene, 60);
    expect(scene.told('lost').filter(({ isNews }) => isNews).length).toBe(60);
  });
});

describe('what is told of lost lines says why', () => {
  test('also where all arrives again before it is told', async () => {
    const busy = { outcome: 'again', words: 'Nothing listens there.' } as const;
    const scene = shipmentTo({ attempts: 2, script: [busy, busy, busy, busy, SENT] });
    scene.take(20);
    await scene.clock.advance(30_000);
    expect(toldOf(scene)).toEqual([[10, 'Nothing listens there.', true]]);
    await batches(scene, 1, 10_000);
    expect(scene.sums()).toEqual({ taken: 30, sent: 10, dropped: 20, waiting: 0 });
    await scene.clock.advance(MINUTE);
    expect(toldOf(scene)[1]).toEqual([10, 'Nothing listens there.', true]);
  });

  test('at the end, by what went wrong before and not by the end itself', async () => {
    const busy = { outcome: 'again', words: 'Nothing listens there.' } as const;
    const scene = shipmentTo({ script: [busy, 'silence'] });
    scene.take(10);
    await scene.clock.advance(1_000);
    scene.stop();
    await scene.clock.advance(5_000);
    await scene.running;
    expect(toldOf(scene)).toEqual([[10, 'Nothing listens there.', true]]);
  });

  test('where more came than were taken and nothing went wrong', async () => {
    const scene = shipmentTo({ bufferLines: 20, script: ['silence'] });
    scene.take(10);
    await scene.clock.advance(0);
    scene.take(25);
    await scene.clock.advance(0);
    expect(toldOf(scene)).toEqual([[5, 'Lines came faster than they were taken.', true]]);
  });
});
