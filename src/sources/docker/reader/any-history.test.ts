import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReadingScene } from '../../../../test/support/reading-scene.ts';

/** More of them with TOCSIN_TEST_RUNS. */
const RUNS = Number(process.env.TOCSIN_TEST_RUNS ?? 60);

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('write' as const),
        count: fc.integer({ min: 1, max: 30 }),
        late: fc.integer({ min: 0, max: 40 }),
        stream: fc.constantFrom(1 as const, 2 as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('burst' as const), count: fc.integer({ min: 500, max: 3_000 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 20 }) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('exit' as const), unread: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5_000 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('write a part' as const),
        stream: fc.constantFrom(1 as const, 2 as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('write half a record' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('tear' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('set clock back' as const), ms: fc.integer({ min: 100, max: 20_000 }) }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

type Step = (typeof steps extends fc.Arbitrary<infer All> ? All : never)[number];

async function play(scene: ReadingScene, step: Step): Promise<void> {
  switch (step.do) {
    case 'write':
      return scene.write(step.count, step);
    case 'burst':
      return scene.write(step.count);
    case 'deliver':
      return scene.engine.deliver(step.count);
    case 'commit':
      return scene.commit();
    case 'kill':
      await scene.kill();
      scene.open();
      return;
    case 'cut':
      return scene.engine.cut();
    case 'settle':
      return scene.settle();
    case 'exit':
      scene.engine.exit(step.unread);
      return scene.reader.ended();
    case 'start':
      scene.engine.isRunning = true;
      return scene.reader.started();
    case 'wait':
      scene.passTime(step.ms);
      return scene.settle(step.ms);
    case 'set clock back':
      return scene.passTime(-step.ms);
    case 'write a part':
      return scene.write(1, { ...step, text: '' });
    case 'write half a record':
      scene.write(1);
      return scene.engine.writeHalf(true);
    case 'tear':
      return scene.engine.tear();
    case 'pause':
      scene.reading?.pause();
      scene.write(5);
      await scene.settle();
      return scene.reading?.resume();
  }
}

/** Of a container of Podman each line comes once, as it was written, and no gap is told. */
async function comesWhole(history: readonly (Step | undefined)[], mostKnown?: number): Promise<void> {
  const scene = new ReadingScene({ sinceOnce: false, kind: 'podman', ...(mostKnown && { mostKnown }) });
  scene.open();
  // Whoever writes a stream's records writes them in their order.
  for (const step of history) if (step) await play(scene, step.do === 'write' ? { ...step, late: 0 } : step);
  await scene.finish();
  expect([scene.twice(), scene.missing(), scene.invented(), scene.ledger.gaps]).toEqual([[], [], [], []]);
}

const aPart = fc.record({ do: fc.constant('write a part' as const), stream: fc.constantFrom(1 as const, 2 as const) });

/** Parts of lines, and times in which what began before them comes again no more. */
const longSteps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: steps.map((all) => all.find(({ do: what }) => what !== 'set clock back')) },
    { weight: 3, arbitrary: aPart },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 12_000 }) }) },
  ),
  { minLength: 5, maxLength: 40 },
);

/** Runs that end within a line, and begin where the last one ended. */
const brokenRuns = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: steps.map((all) => all.find(({ do: what }) => what !== 'burst' && what !== 'set clock back')),
    },
    { weight: 3, arbitrary: aPart },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('exit' as const), unread: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 8_000 }) }) },
  ),
  { minLength: 5, maxLength: 40 },
);

describe('whatever happens to the streams, the container and the process', () => {
  test.each([{ sinceOnce: false }, { sinceOnce: true }, { sinceOnce: false, kind: 'podman' as const }])(
    'each line is read once (%j)',
    async (rules) => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          const scene = new ReadingScene(rules);
          scene.open();
          for (const step of all) await play(scene, step);
          await scene.finish();
          expect(scene.twice()).toEqual([]);
          expect(scene.missing()).toEqual([]);
          expect(scene.invented()).toEqual([]);
          expect(scene.ledger.gaps).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    60_000 + 50 * RUNS,
  );

  test(
    'lines that are long in the writing come whole, and once, where stamps have whole seconds',
    async () => {
      await fc.assert(
        fc.asyncProperty(longSteps, (all) => comesWhole(all)),
        { numRuns: RUNS },
      );
    },
    60_000 + 50 * RUNS,
  );

  test(
    'of a container of Podman that writes more lines than are known of it each is read once',
    async () => {
      // Most seconds have more than these.
      await fc.assert(
        fc.asyncProperty(longSteps, (all) => comesWhole(all, 64)),
        { numRuns: RUNS },
      );
    },
    60_000 + 50 * RUNS,
  );

  test(
    'a line that a run of Podman has left without an end is told once, and what the next run begins with, too',
    async () => {
      await fc.assert(
        fc.asyncProperty(brokenRuns, (all) => comesWhole(all)),
        { numRuns: RUNS },
      );
    },
    60_000 + 50 * RUNS,
  );

  test(
    'lines that the engine deletes before they are read lie in a gap',
    async () => {
      const rotating = fc.tuple(
        steps,
        fc.array(fc.record({ at: fc.nat(15), unread: fc.nat(30), records: fc.integer({ min: 1, max: 4_000 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
      );
      await fc.assert(
        fc.asyncProperty(rotating, async ([all, rotations]) => {
          const scene = new ReadingScene();
          scene.open();
          for (const [i, step] of all.entries()) {
            // Before the first line was read nobody can know that there was one.
            if (scene.ledger.lines.length > 0)
              for (const { at, unread, records } of rotations) {
                if (at !== i) continue;
                // What an open stream has still to send is there for it, whatever is deleted.
                scene.write(unread);
                scene.engine.cut();
                scene.engine.rotate(records);
              }
            // A gap is told in times, which say nothing of a clock that goes back.
            if (step.do !== 'set clock back') await play(scene, step);
          }
          await scene.finish();
          expect(scene.twice()).toEqual([]);
          expect(scene.missing()).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    60_000 + 50 * RUNS,
  );
});
