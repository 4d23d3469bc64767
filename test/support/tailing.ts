import type { WantedStreams } from '../../src/core/lines/line-batch.ts';
import type { Origin } from '../../src/core/lines/origin.ts';
import { Backlog, type BacklogBounds } from '../../src/tail/commit/backlog.ts';
import { Coverage } from '../../src/tail/coverage/coverage.ts';
import type { Judge, LifeJudge } from '../../src/tail/judge.ts';
import type { StreamDemand } from '../../src/tail/stream-demand.ts';
import { TailSupervisor } from '../../src/tail/tail-supervisor.ts';
import { FakeEngineSource } from './fake-engine-source.ts';
import { FaultyLedger } from './faulty-ledger.ts';
import { type JudgedLine, judgeEveryLine, judgeNoLife } from './judge-every-line.ts';
import { ManualClock } from './manual-clock.ts';
import { recordTail } from './recorded-occurrences.ts';
import { TestLedger } from './test-ledger.ts';

/** A demand that a test changes. */
export class ManualDemand implements StreamDemand {
  #wanted: (origin: Origin) => WantedStreams = () => ({ stdout: true, stderr: true });
  readonly #listeners = new Set<() => void>();

  wantedOf(origin: Origin): WantedStreams {
    return this.#wanted(origin);
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  become(wanted: (origin: Origin) => WantedStreams): void {
    this.#wanted = wanted;
    for (const listener of this.#listeners) listener();
  }
}

export interface TailingOptions {
  readonly engines?: readonly FakeEngineSource[];
  readonly judge?: Judge<JudgedLine>;
  readonly lifeJudge?: LifeJudge<JudgedLine>;
  readonly mostTails?: number;
  readonly tailBounds?: BacklogBounds;
  readonly bounds?: BacklogBounds;
  /** How a life of the supervisor's ledger is before anything is asked of it. */
  readonly prepare?: (ledger: FaultyLedger<JudgedLine>) => void;
}

/** What outlives the process: an engine, the ledger's data, the time. */
export class TailingWorld {
  readonly clock = new ManualClock();
  readonly engine = new FakeEngineSource();
  readonly ledger = new TestLedger();

  /** A process that watches it. */
  start(options: TailingOptions = {}) {
    const {
      engines = [this.engine],
      judge = judgeEveryLine,
      lifeJudge = judgeNoLife,
      bounds,
      prepare,
      ...rest
    } = options;
    const { clock } = this;
    const ledger = new FaultyLedger(this.ledger);
    prepare?.(ledger);
    const [coverage, backlog, demand] = [new Coverage({ clock }), new Backlog(bounds), new ManualDemand()];
    const { occurrences, recorded, names } = recordTail();
    const supervisor = new TailSupervisor({
      ...{ ledger, judge, lifeJudge, demand, coverage, backlog, clock, random: () => 1, occurrences },
      ...rest,
    });
    for (const engine of engines) supervisor.run(engine);
    /** The process is killed in this moment. */
    const kill = (): void => {
      ledger.die();
      for (const engine of engines) engine.abandon();
    };
    return { supervisor, ledger, coverage, backlog, demand, recorded, names, kill };
  }

  /** The texts of an origin that were committed, by time. */
  committed(name: string): readonly string[] {
    return this.ledger.lines(this.engine.origin(name).key).map(({ text }) => text);
  }
}
