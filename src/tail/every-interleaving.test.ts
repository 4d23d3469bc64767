import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FaultyLedger } from '../../test/support/faulty-ledger.ts';
import { everyLine, type JudgedLine, judgeEveryLine } from '../../test/support/judge-every-line.ts';
import { at } from '../../test/support/line-batch.ts';
import { TailingWorld } from '../../test/support/tailing.ts';
import type { LineBatch } from '../core/lines/line-batch.ts';
import type { Origin } from '../core/lines/origin.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;
type Name = (typeof NAMES)[number];

/** What may happen, at any time and in any order. */
type Step =
  | { readonly do: 'append'; readonly name: Name; readonly lines: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'store'; readonly is: 'away' | 'back' | 'slow' | 'quick' }
  | { readonly do: 'object'; readonly name: Name; readonly to: boolean }
  | { readonly do: 'break'; readonly name: Name; readonly at: 'read' | 'takePosition' | 'pause' | undefined }
  | { readonly do: 'judge'; readonly name: Name; readonly fails: boolean }
  | { readonly do: 'remove'; readonly name: Name }
  | { readonly do: 'kill' | 'kill after a commit' | 'stop' };

const name = fc.constantFrom(...NAMES);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('append'), name, lines: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(0, 0, 1, 19, 20, 300, 1_000, 9_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('store'), is: fc.constantFrom('away', 'back', 'slow', 'quick') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('object'), name, to: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('break'),
      name,
      at: fc.constantFrom('read', 'takePosition', 'pause', undefined),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('judge'), name, fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove'), name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('kill', 'kill after a commit', 'stop') }) },
);

/** A world in which anything happens, and that is looked at after each commit. */
class Trial {
  readonly #world = new TailingWorld();
  readonly #written = new Map<Name, number>();
  readonly #removed = new Set<Name>();
  readonly #objections = new Set<Name>();
  readonly #bugs = new Set<Name>();
  readonly #judge;
  #running;
  #killAtCommit = false;
  #seen: unknown;

  constructor(batchLines: readonly number[]) {
    let batches = 0;
    for (const each of NAMES)
      this.#world.engine.create(each, { batchLines: () => batchLines[batches++ % batchLines.length] ?? 1 });
    this.#judge = {
      ...judgeEveryLine,
      open: () => ({
        judge: ({ containerId }: Origin, batch: LineBatch) => {
          if (NAMES.some((each) => this.#bugs.has(each) && containerId === each)) throw new Error('a bug');
          return everyLine(batch);
        },
        takeFlood: () => undefined,
        close: () => undefined,
      }),
    };
    this.#running = this.#start();
  }

  async take(what: Step): Promise<void> {
    const { clock, engine } = this.#world;
    const { ledger, supervisor } = this.#running;
    switch (what.do) {
      case 'append':
        return this.#append(what.name, what.lines);
      case 'wait':
        return clock.advance(what.ms);
      case 'store':
        if (what.is === 'slow') ledger.hold();
        else if (what.is === 'quick') ledger.release();
        else ledger.unavailable = what.is === 'away';
        return;
      case 'object':
        this.#objections[what.to ? 'add' : 'delete'](what.name);
        return;
      case 'break':
        engine.log(what.name).broken = what.at;
        return;
      case 'judge':
        this.#bugs[what.fails ? 'add' : 'delete'](what.name);
        return;
      case 'remove':
        this.#removed.add(what.name);
        return engine.remove(what.name);
      case 'kill':
        this.#running.kill();
        this.#running = this.#start();
        return;
      case 'kill after a commit':
        this.#killAtCommit = true;
        return;
      case 'stop': {
        const stopped = supervisor.stop();
        await clock.advance(5_000);
        await stopped;
        // It may have been killed in the middle of that, and begun again.
        if (this.#running.supervisor === supervisor) this.#running = this.#start();
      }
    }
  }

  /** All faults are mended: in the end each line of each log is in the ledger, once; or it was removed unread, and a gap says so. */
  async end(): Promise<void> {
    const { ledger } = this.#running;
    this.#objections.clear();
    this.#bugs.clear();
    for (const each of NAMES) this.#world.engine.log(each).broken = undefined;
    ledger.unavailable = false;
    ledger.release();
    await this.#world.clock.advance(700_000);
    if (this.#seen !== undefined) throw this.#seen;
    this.#look();
    for (const each of NAMES) {
      const [written, committed] = [this.#written.get(each) ?? 0, this.#world.committed(each).length];
      const saved = await this.#world.ledger.loadOrigin(this.#world.engine.origin(each).key);
      const wasRemoved = this.#removed.has(each);
      // Nobody knew of it before it was removed: there is nobody to say so.
      if (saved === undefined && wasRemoved) continue;
      expect(saved).toMatchObject({ lines: committed, gone: wasRemoved });
      if (committed !== written) expect(wasRemoved && saved?.gapsTotal).toBe(1);
    }
    expect(this.#running.backlog).toMatchObject({ effects: 0, bytes: 0, isFull: false });
  }

  #append(each: Name, count: number): void {
    if (this.#removed.has(each)) return;
    const from = this.#written.get(each) ?? 0;
    this.#written.set(each, from + count);
    const lines = Array.from({ length: count }, (_, n) => ({ text: `line ${from + n}`, at: at(from + n) }));
    this.#world.engine.append(each, ...lines);
  }

  #start() {
    const prepare = (ledger: FaultyLedger<JudgedLine>): void => {
      ledger.objection = ({ origins }) =>
        origins.some(({ origin }) => NAMES.some((each) => this.#objections.has(each) && origin.containerId === each))
          ? new Error('It objects.')
          : undefined;
      ledger.afterCommit = () => {
        try {
          this.#look();
        } catch (error) {
          // Whoever committed would take it for a failure of the ledger.
          this.#seen ??= error;
        }
        if (!this.#killAtCommit) return;
        this.#killAtCommit = false;
        this.#running.kill();
        this.#running = this.#start();
      };
    };
    const tailBounds = { mostEffects: 20, mostBytes: 1e6 };
    return this.#world.start({ judge: this.#judge, prepare, tailBounds, bounds: { mostEffects: 50, mostBytes: 1e6 } });
  }

  /** What is saved of each origin is exactly the lines before its position, each once; and a memory knows of none that is not saved. */
  #look(): void {
    expect(this.#world.ledger.doubles()).toBe(0);
    for (const each of NAMES) {
      const head = this.#world.ledger.head(this.#world.engine.origin(each).key) ?? '0';
      const expected = Array.from({ length: Number(head) }, (_, n) => `line ${n}`);
      expect(this.#world.committed(each)).toEqual(expected);
    }
    const known = this.#world.ledger.known(this.#world.engine.key);
    for (const key of known.memory?.split(' ') ?? []) expect(known.keys).toContain(key);
  }
}

test('whatever happens in whatever order, each line is in the ledger once, and no position is ahead of the effects', {
  timeout: 120_000,
}, async () => {
  const timetable = fc.array(step, { minLength: 1, maxLength: 40 });
  const batches = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(timetable, batches, async (steps, batchLines) => {
      const trial = new Trial(batchLines);
      for (const each of steps) await trial.take(each);
      await trial.end();
    }),
    { numRuns: 150 },
  );
});
