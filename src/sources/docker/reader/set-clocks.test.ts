// Clocks of engines that are set back, or are ahead.
import { describe, expect, test } from 'vitest';
import { ReadingScene, START } from '../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

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
