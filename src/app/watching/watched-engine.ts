// One engine that is watched while this instance has its lease.
import type { Tenure } from '../../cluster/background-task.ts';
import type { JoinTerms } from '../../core/joining/joining.ts';
import { isContainer, type Origin } from '../../core/lines/origin.ts';
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import { crowdRest } from '../../sources/docker/engine/http/crowd-rest.ts';
import { Backlog } from '../../tail/commit/backlog.ts';
import { Coverage } from '../../tail/coverage/coverage.ts';
import type { EngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import type { SystemStates } from '../events/system-states.ts';
import { ClaimedSource } from './claimed-source.ts';
import type { ContainerClaims } from './container-claims.ts';
import { hasListed, outOfReach } from './engine-stands.ts';
import type { Engine } from './engines.ts';
import { Absence } from './health/absence.ts';
import { tellVerdict } from './health/tell-verdict.ts';
import { type EngineSeen, judgeWatching } from './health/watching-health.ts';
import { tellOutages } from './tell-outages.ts';
import { type PlaceTools, superviseFor, type WatchedPlace } from './watched-place.ts';

export interface WatchedEngineParts<Effect> extends PlaceTools<Effect> {
  readonly engine: Engine;
  readonly claims: ContainerClaims;
  readonly engineOccurrences: Pick<EngineOccurrences, 'namedTwice'>;
  /** Where it is said that the engine is lost, and back. */
  readonly states: Pick<SystemStates, 'tell'>;
}

/** How an engine is watched, as far as this instance knows by itself. */
export type EngineByItself = Omit<EngineSeen, 'unwatchedMs' | 'told'>;

export class WatchedEngine<Effect> implements WatchedPlace {
  readonly engine: Engine;
  readonly backlog = new Backlog();
  readonly coverage: Coverage;
  readonly #parts: WatchedEngineParts<Effect>;
  #tenures = 0;

  constructor(parts: WatchedEngineParts<Effect>) {
    this.engine = parts.engine;
    this.#parts = parts;
    this.coverage = new Coverage({ clock: parts.clock, sourceNow: () => parts.engine.client.now() });
  }

  get key(): string {
    return this.engine.source.key;
  }

  get name(): string {
    return this.engine.name;
  }

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

  get hasListed(): boolean {
    return hasListed(this.engine.source.status());
  }

  get outOfReach(): string | undefined {
    return this.isOurs ? outOfReach(this.name, this.engine.source.status()) : undefined;
  }

  details(): undefined {
    return undefined;
  }

  joined(origin: Origin): JoinTerms | undefined {
    return isContainer(origin) ? this.engine.joined(origin) : undefined;
  }

  seen(): EngineByItself {
    const { name, isExplicit, source } = this.engine;
    return { name, isExplicit, isOurs: this.isOurs, twinOf: this.twinOf, status: source.status() };
  }

  async watch(tenure: Tenure): Promise<void> {
    const { backlog, coverage } = this;
    this.#tenures++;
    try {
      await superviseFor(this.#parts, {
        ...{ coverage, backlog, tenure, source: this.#claimedSource() },
        urgent: () => crowdRest.stayAwake(performance.now()),
        beside: () => {
          void this.#tellOthers(tenure);
          void this.#tellOutages(tenure.signal);
        },
      });
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
