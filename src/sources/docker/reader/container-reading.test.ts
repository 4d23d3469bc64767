import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ModelEngine, type ModelRules } from '../../../../test/support/model-engine.ts';
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import type { Gap, PositionChange, SavedPosition } from '../../../core/lines/reading.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { BatchBuilder } from '../lines/batch-builder.ts';
import { createLineReader } from '../lines/create-line-reader.ts';
import { StampReader } from '../lines/stamps/stamp-reader.ts';
import type { StartAt } from './container-news.ts';
import { ContainerReader } from './container-reader.ts';
import type { ContainerReading } from './container-reading.ts';
import { Slots } from './slots.ts';

/** More of them with TOCSIN_TEST_RUNS. */
const RUNS = Number(process.env.TOCSIN_TEST_RUNS ?? 60);

const START: Stamp = { seconds: 1_790_000_000, nanos: 0 };
const BOTH: WantedStreams = { stdout: true, stderr: true };

interface Ledger {
  readonly lines: string[];
  readonly gaps: Gap[];
  position: SavedPosition | undefined;
}

/** A container, its engine, whoever reads it, and what that one has committed. */
class Scene {
  readonly engine: ModelEngine;
  readonly clock = new ManualClock();
  readonly ledger: Ledger = { lines: [], gaps: [], position: undefined };
  readonly states: string[] = [];
  readonly reconnects: string[] = [];
  readonly #startAt: StartAt;
  #lines: string[] = [];
  #gaps: Gap[] = [];
  #ms = 0;
  #name = 0;
  reader: ContainerReader;
  reading: ContainerReading | undefined;

  constructor(rules: ModelRules = { sinceOnce: false }, startAt: StartAt = { at: 'beginning' }) {
    this.engine = new ModelEngine(rules);
    this.engine.time = START;
    this.#startAt = startAt;
    this.reader = this.#newReader();
  }

  #newReader(): ContainerReader {
    const stamps = new StampReader();
    const reader = new ContainerReader({
      containerId: 'c1',
      startAt: this.#startAt,
      client: this.engine,
      traits: { kind: 'docker', apiVersion: '1.41', version: '20.10.24', notes: [] },
      clock: this.clock,
      random: () => 0.5,
      catchUps: new Slots(8),
      batch: new BatchBuilder(),
      openLines: (firstByte, taker) => createLineReader({ firstByte, kind: 'docker', taker, stamps }),
    });
    if (this.engine.isRunning) reader.started();
    return reader;
  }

  open(wanted: WantedStreams = BOTH): ContainerReading {
    this.reading = this.reader.read({
      position: this.ledger.position,
      wanted,
      sink: {
        lines: (batch) => this.#lines.push(...textsOf(batch)),
        gap: (gap) => this.#gaps.push(gap),
        state: (state, note) => this.states.push(note ? `${state}: ${note}` : state),
        reconnected: (reason) => this.reconnects.push(reason),
        known: () => undefined,
      },
    });
    return this.reading;
  }

  /** Some lines, each a little later than the one before; one that is late by some ms was stamped before and written after its neighbours. */
  write(
    count: number,
    {
      late = 0,
      stream = 1,
      stepMs = 0.01,
      text = '\n',
    }: { late?: number; stream?: 1 | 2; stepMs?: number; text?: string } = {},
  ): void {
    for (let i = 0; i < count && this.engine.isRunning; i++) {
      this.#ms += stepMs;
      this.engine.write({ stream, stamp: stampAfter(START, this.#ms - late), text: `line ${this.#name++}${text}` });
    }
  }

  passTime(ms: number): void {
    this.#ms += ms;
  }

  commit(): void {
    this.ledger.position = merged(this.ledger.position, this.reading?.takePosition());
    this.ledger.lines.push(...this.#lines.splice(0));
    this.ledger.gaps.push(...this.#gaps.splice(0));
  }

  /** The process dies: what was not committed never was. */
  async kill(): Promise<void> {
    const killed = this.reading;
    this.reading = undefined;
    await killed?.stop();
    this.#lines = [];
    this.#gaps = [];
    this.reader = this.#newReader();
  }

  async settle(ms = 0): Promise<void> {
    await this.clock.advance(ms);
    this.engine.deliver();
    await this.clock.advance(0);
  }

  /** The container ends, everything is read, and all is committed. */
  async finish(): Promise<void> {
    if (this.engine.isRunning) this.engine.exit(false);
    this.reader.ended();
    await this.settle(20_000);
    this.commit();
  }

  /** Lines that are in the engine's log but not in the ledger, and that no gap tells of. */
  missing(): string[] {
    const have = new Set(this.ledger.lines);
    return this.engine.records
      .filter(({ text, stamp }) => !have.has(text.trimEnd()) && !this.#isInGap(stamp))
      .map(({ text }) => text);
  }

  #isInGap(stamp: Stamp): boolean {
    return this.ledger.gaps.some(
      ({ from, to }) =>
        (!from || compareStamps(stamp, stampAfter(from, -50)) >= 0) &&
        (!to || compareStamps(stamp, stampAfter(to, 50)) <= 0),
    );
  }

  twice(): string[] {
    const seen = new Set<string>();
    return this.ledger.lines.filter((line) => seen.size === seen.add(line).size);
  }
}

function textsOf({ bytes, count, starts, ends }: LineBatch): string[] {
  return Array.from({ length: count }, (_, i) => Buffer.from(bytes.subarray(starts[i], ends[i])).toString());
}

function merged(before: SavedPosition | undefined, change: PositionChange | undefined): SavedPosition | undefined {
  if (change === undefined) return before;
  const from = before?.tailFrom ?? change.appendedFrom;
  const all = Uint8Array.from([...(before?.tail ?? []), ...change.appended]);
  return { head: change.head, tail: all.subarray(change.keepFrom - from), tailFrom: change.keepFrom };
}

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
  ),
  { minLength: 5, maxLength: 40 },
);

type Step = (typeof steps extends fc.Arbitrary<infer All> ? All : never)[number];

async function play(scene: Scene, step: Step): Promise<void> {
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
    case 'pause':
      scene.reading?.pause();
      scene.write(5);
      await scene.settle();
      return scene.reading?.resume();
  }
}

describe('whatever happens to the streams, the container and the process', () => {
  test.each([{ sinceOnce: false }, { sinceOnce: true }])(
    'each line is read once (%j)',
    async (rules) => {
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          const scene = new Scene(rules);
          scene.open();
          for (const step of all) await play(scene, step);
          await scene.finish();
          expect(scene.twice()).toEqual([]);
          expect(scene.missing()).toEqual([]);
          expect(scene.ledger.gaps).toEqual([]);
        }),
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
        fc.array(fc.record({ at: fc.nat(40), records: fc.integer({ min: 1, max: 4_000 }) }), { maxLength: 4 }),
      );
      await fc.assert(
        fc.asyncProperty(rotating, async ([all, rotations]) => {
          const scene = new Scene();
          scene.open();
          for (const [i, step] of all.entries()) {
            // Before the first line was read nobody can know that there was one.
            if (scene.ledger.lines.length > 0)
              for (const { at, records } of rotations) if (at === i) scene.engine.rotate(records);
            await play(scene, step);
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
