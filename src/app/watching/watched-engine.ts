// One engine that is watched while this instance has its lease.
import type { Tenure } from '../../cluster/background-task.ts';
import type { Clock } from '../../core/clock.ts';
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import { crowdRest } from '../../sources/docker/engine/http/crowd-rest.ts';
import { Backlog } from '../../tail/commit/backlog.ts';
import type { CaughtUp } from '../../tail/coverage/catch-up.ts';
import { Coverage } from '../../tail/coverage/coverage.ts';
import type { Judge, LifeJudge } from '../../tail/judge.ts';
import type { Ledger } from '../../tail/ledger.ts';
import type { StreamDemand } from '../../tail/stream-demand.ts';
import { TailSupervisor } from '../../tail/tail-supervisor.ts';
import type { EngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import type { TailOccurrences } from '../../telemetry/occurrences/tail.ts';
import type { SystemStates } from '../events/system-states.ts';
import { Absence } from './absence.ts';
import { ClaimedSource } from './claimed-source.ts';
import type { ContainerClaims } from './container-claims.ts';
import type { Engine } from './engines.ts';
import { type AdmitOrigin, AdmittedSource } from './judging/admitted-source.ts';
import { tellOutages } from './tell-outages.ts';
import { tellVerdict } from './tell-verdict.ts';
import { type EngineSeen, judgeWatching } from './watching-health.ts';

export interface WatchedEngineParts<Effect> {
  readonly engine: Engine;
  readonly clock: Clock;
  /** The ledger for one tenure: it commits under this fencing number and no other. */
  readonly ledgerFor: (fencing: number) => Ledger<Effect>;
  readonly judge: Judge<Effect>;
  readonly lifeJudge: LifeJudge<Effect>;
  readonly demand: StreamDemand;
  readonly admit: AdmitOrigin;
  /** Resolves when rules were read, or when the signal aborts. */
  readonly whenKnown: (signal: AbortSignal) => Promise<void>;
  readonly occurrences: TailOccurrences;
  readonly claims: ContainerClaims;
  readonly engineOccurrences: Pick<EngineOccurrences, 'namedTwice'>;
  /** Where it is said that the engine is lost, and back. */
  readonly states: Pick<SystemStates, 'tell'>;
  /** Lets the other instances know, under the fencing number of the tenure. */
  readonly saveVerdict: (verdict: WatchingVerdict, fencing: number) => Promise<void>;
}

/** How an engine is watched, as far as this instance knows by itself. */
export type EngineByItself = Omit<EngineSeen, 'unwatchedMs' | 'told'>;

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
    this.coverage = new Coverage({ clock: parts.clock, sourceNow: () => parts.engine.client.now() });
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

  /** Whether this instance asks the engine; before that it reads what is saved of it. */
  get hasBegun(): boolean {
    const { outOfReachMs, listedAt } = this.engine.source.status();
    return outOfReachMs !== undefined || listedAt !== undefined;
  }

  /** What was made up for since the watching began. */
  get caughtUp(): CaughtUp {
    return this.coverage.catchUp.view();
  }

  seen(): EngineByItself {
    const { name, isExplicit, source } = this.engine;
    return { name, isExplicit, isOurs: this.isOurs, twinOf: this.twinOf, status: source.status() };
  }

  /** Watches until the tenure is over. */
  async watch({ fencing, signal }: Tenure): Promise<void> {
    const { ledgerFor, admit, whenKnown, ...parts } = this.#parts;
    const { backlog, coverage } = this;
    const supervisor = new TailSupervisor({
      ...parts,
      coverage,
      backlog,
      ledger: ledgerFor(fencing),
      random: Math.random,
      urgent: () => crowdRest.stayAwake(performance.now()),
    });
    this.#tenures++;
    try {
      supervisor.run(new AdmittedSource(this.#claimedSource(), admit, whenKnown));
      // It ends by itself: a store that stands still must not hold up the end of the tenure.
      void this.#tellOthers({ fencing, signal });
      void this.#tellOutages(signal);
      await aborted(signal);
      await supervisor.stop();
    } finally {
      this.#tenures--;
      coverage.clear();
    }
  }

  #tellOthers({ fencing, signal }: Tenure): Promise<void> {
    const { clock, saveVerdict } = this.#parts;
    const absence = new Absence(clock);
    const judge = (): WatchingVerdict => {
      const unwatchedMs = absence.of(this.engine.name, this.hasBegun);
      return judgeWatching([{ ...this.seen(), unwatchedMs, told: undefined }], this.coverage.figures());
    };
    return tellVerdict({ judge, save: (verdict) => saveVerdict(verdict, fencing), clock, signal });
  }

  #tellOutages(signal: AbortSignal): Promise<void> {
    const { clock, states } = this.#parts;
    const { name, isExplicit, source } = this.engine;
    return tellOutages({ source: source.key, name, isExplicit, status: () => source.status(), states, clock, signal });
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
