// A place whose origins are watched while this instance has its lease: an engine, or the files of a machine.
import type { Tenure } from '../../cluster/background-task.ts';
import type { Clock } from '../../core/clock.ts';
import type { JoinTerms } from '../../core/joining/joining.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { WatchingVerdict } from '../../core/lines/watching-verdict.ts';
import type { FileDetails } from '../../sources/file/file-status.ts';
import type { Backlog } from '../../tail/commit/backlog.ts';
import type { Coverage } from '../../tail/coverage/coverage.ts';
import type { Judge, LifeJudge } from '../../tail/judge.ts';
import type { Ledger } from '../../tail/ledger.ts';
import type { OriginSource } from '../../tail/origin-source.ts';
import type { StreamDemand } from '../../tail/stream-demand.ts';
import { TailSupervisor, type TailSupervisorOptions } from '../../tail/tail-supervisor.ts';
import type { TailOccurrences } from '../../telemetry/occurrences/tail.ts';
import { type AdmitOrigin, AdmittedSource } from './judging/admitted-source.ts';

export interface WatchedPlace {
  /** Of its source. */
  readonly key: string;
  /** As people know it: the engine's name, or the machine's. */
  readonly name: string;
  readonly backlog: Backlog;
  /** What is known of its origins; of none while another instance watches them. */
  readonly coverage: Coverage;
  /** Whether this instance watches it. */
  readonly isOurs: boolean;
  /** Every origin that is there is in memory. */
  readonly hasListed: boolean;
  /** Why nobody knows how its origins are; undefined while it is known. */
  readonly outOfReach: string | undefined;
  /** What only a file has; undefined for a container. */
  details(origin: Origin): FileDetails | undefined;
  /** How lines of it that belong together are joined to one; undefined where they are not. */
  joined(origin: Origin): JoinTerms | undefined;
  /** Watches until the tenure is over. */
  watch(tenure: Tenure): Promise<void>;
}

/** What the watching of any place needs. */
export interface PlaceTools<Effect> {
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
  /** Lets the other instances know, under the fencing number of the tenure. */
  readonly saveVerdict: (verdict: WatchingVerdict, fencing: number) => Promise<void>;
}

export interface Supervised<Effect>
  extends Pick<TailSupervisorOptions<Effect>, 'coverage' | 'backlog' | 'urgent' | 'mostTails'> {
  readonly source: OriginSource;
  readonly tenure: Tenure;
  /** What goes on beside it; it ends by itself, for a store that stands still must not hold up the end of the tenure. */
  readonly beside: () => void;
}

/** Reads what the source finds until the tenure is over. */
export async function superviseFor<Effect>(
  { ledgerFor, admit, whenKnown, ...tools }: PlaceTools<Effect>,
  { source, tenure, beside, ...of }: Supervised<Effect>,
): Promise<void> {
  const supervisor = new TailSupervisor({ ...tools, ...of, ledger: ledgerFor(tenure.fencing), random: Math.random });
  supervisor.run(new AdmittedSource(source, admit, whenKnown));
  beside();
  await aborted(tenure.signal);
  await supervisor.stop();
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
