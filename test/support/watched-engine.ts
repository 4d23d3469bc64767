// An engine in memory that is watched, in the test's own time.
import { millisecondsOf } from '../../src/core/lines/stamp.ts';
import type { SourceHistory } from '../../src/sources/source.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryEngine } from './memory-engine.ts';
import { ToldSource, type ToldSourceOptions } from './told-source.ts';

/** Within a second, as moments are. */
const START = Date.parse('2026-01-01T00:00:00.250Z');

type Options = Pick<ToldSourceOptions, 'include' | 'exclude' | 'own' | 'pollSeconds'> & {
  readonly clock?: ManualClock;
  readonly engine?: MemoryEngine;
};

export class WatchedEngine extends ToldSource {
  readonly clock: ManualClock;
  readonly engine: MemoryEngine;

  constructor({ clock = new ManualClock(START), engine = new MemoryEngine(clock), ...options }: Options = {}) {
    super({
      ...options,
      client: engine,
      clock,
      // Nearly the whole of each step.
      random: () => 0.999999,
      // By the engine's clock since the test began, in tens: what happens at once happens within less.
      written: (moment) => `${Math.round((millisecondsOf(moment) - engine.ahead - START) / 10) * 10} ms`,
    });
    [this.clock, this.engine] = [clock, engine];
  }

  /** Begins to watch, and lets everything happen that happens at once. */
  async begin(history?: SourceHistory): Promise<void> {
    this.run(history);
    await this.pass(0);
  }

  /** Time passes. */
  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  async end(): Promise<void> {
    const ended = this.stop();
    await this.pass(0);
    await ended;
  }
}
