// One engine that is watched while this instance has its lease.

import type { Tenure } from '../../cluster/background-task.ts';
import type { Clock } from '../../core/clock.ts';
import { Backlog } from '../../tail/commit/backlog.ts';
import { Coverage } from '../../tail/coverage/coverage.ts';
import type { Judge } from '../../tail/judge.ts';
import type { Ledger } from '../../tail/ledger.ts';
import type { StreamDemand } from '../../tail/stream-demand.ts';
import { TailSupervisor } from '../../tail/tail-supervisor.ts';
import type { EngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import type { TailOccurrences } from '../../telemetry/occurrences/tail.ts';
import { ClaimedSource } from './claimed-source.ts';
import type { ContainerClaims } from './container-claims.ts';
import type { Engine } from './engines.ts';

export interface WatchedEngineParts<Effect> {
  readonly engine: Engine;
  readonly clock: Clock;
  /** The ledger for one tenure: it commits under this fencing number and no other. */
  readonly ledgerFor: (fencing: number) => Ledger<Effect>;
  readonly judge: Judge<Effect>;
  readonly demand: StreamDemand;
  readonly occurrences: TailOccurrences;
  readonly claims: ContainerClaims;
  readonly engineOccurrences: Pick<EngineOccurrences, 'namedTwice'>;
}

export class WatchedEngine<Effect> {
  readonly engine: Engine;
  readonly backlog = new Backlog();
  /** What is known of its containers; of none while another instance watches them. */
  readonly coverage: Coverage;
  readonly #parts: WatchedEngineParts<Effect>;
  #tenures = 0;

  constructor(parts: WatchedEngineParts<Effect>) {
    this.engine = parts.engine;
    this.#parts = parts;
    this.coverage = new Coverage(parts);
  }

  /** Whether this instance watches it. */
  get isOurs(): boolean {
    return this.#tenures > 0;
  }

  /** The name under which the same engine is watched already. */
  get twinOf(): string | undefined {
    const { source } = this.engine;
    return this.#parts.claims.twinOf(source.key)?.replace(/^docker:/, '');
  }

  /** Watches until the tenure is over. */
  async watch({ fencing, signal }: Tenure): Promise<void> {
    const { ledgerFor, ...parts } = this.#parts;
    const { backlog, coverage } = this;
    const supervisor = new TailSupervisor({
      ...parts,
      coverage,
      backlog,
      ledger: ledgerFor(fencing),
      random: Math.random,
    });
    this.#tenures++;
    try {
      supervisor.run(this.#claimedSource());
      await aborted(signal);
      await supervisor.stop();
    } finally {
      this.#tenures--;
      coverage.clear();
    }
  }

  #claimedSource(): ClaimedSource {
    const { claims, engineOccurrences } = this.#parts;
    const { name, source } = this.engine;
    return new ClaimedSource(source, claims, () =>
      engineOccurrences.namedTwice({ engine: name, watchedAs: this.twinOf ?? '' }),
    );
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
