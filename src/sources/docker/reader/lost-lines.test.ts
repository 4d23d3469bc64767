// Lines that are there no more when they are asked for.
import { describe, expect, test } from 'vitest';
import { START, sceneAfterLines } from '../../../../test/support/reading-scene.ts';
import { stampAfter } from '../../../core/lines/stamp.ts';

describe('lost lines', () => {
  test('are a gap from the newest line to the first that is still there, told before that one', async () => {
    const scene = await sceneAfterLines();
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
    const scene = await sceneAfterLines(2_000);
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
    const scene = await sceneAfterLines();
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
    const scene = await sceneAfterLines();
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
