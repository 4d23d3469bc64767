// Runs the sources and their tails, and commits what they come to, until it is stopped.
import type { Clock } from '../core/clock.ts';
import type { KnownLives } from '../core/lines/lives.ts';
import type { SavedOrigin, SavedSource, SourceMemory } from '../core/lines/standing.ts';
import { Deadline } from '../core/signals/deadline.ts';
import { Slots } from '../core/signals/slots.ts';
import { RUNNING_ENDS_WITHIN_MS } from '../core/signals/stop-times.ts';
import { within } from '../core/within.ts';
import { Backoff } from '../net/backoff.ts';
import type { TailOccurrences } from '../telemetry/occurrences/tail.ts';
import type { Backlog, BacklogBounds } from './commit/backlog.ts';
import { Committer } from './commit/committer.ts';
import type { Coverage } from './coverage/coverage.ts';
import type { Judge, LifeJudge } from './judge.ts';
import type { Ledger } from './ledger.ts';
import type { OriginListener, OriginSource } from './origin-source.ts';
import { MOST_TAILS, Places } from './origins/places.ts';
import { SourceTails } from './origins/source-tails.ts';
import { type LivesBefore, SourceLives } from './source-lives.ts';
import type { StreamDemand } from './stream-demand.ts';

const AGAIN = { firstMs: 250, mostMs: 15_000 } as const;
/** Origins of which is asked at a time what is saved: where thousands begin again at once the store has others to answer, too. */
const LOADED_AT_ONCE = 16;
const READINGS_END_WITHIN_MS = 1_000;
/** With the last commit: a moment before nobody waits for a task any more, and its lease is given back. */
const STOPS_WITHIN_MS = RUNNING_ENDS_WITHIN_MS - 100;

export interface TailSupervisorOptions<Effect> {
  readonly ledger: Ledger<Effect>;
  readonly judge: Judge<Effect>;
  readonly lifeJudge: LifeJudge<Effect>;
  readonly demand: StreamDemand;
  readonly coverage: Coverage;
  readonly backlog: Backlog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly occurrences: TailOccurrences;
  /** Called when something is to be committed at once: somebody waits for what comes of it. */
  readonly urgent?: () => void;
  readonly mostTails?: number;
  /** How much one origin may have that is not committed. */
  readonly tailBounds?: BacklogBounds;
}

interface Running<Effect> {
  readonly source: OriginSource;
  readonly tails: SourceTails<Effect>;
  readonly lives: SourceLives<Effect>;
  /** It has thrown when it was asked what to remember: nothing more of that is saved. */
  forgetful: boolean;
  ended: Promise<void>;
}

export class TailSupervisor<Effect> {
  readonly #options: TailSupervisorOptions<Effect>;
  readonly #committer: Committer<Effect>;
  readonly #places: Places;
  readonly #loads = new Slots(LOADED_AT_ONCE);
  readonly #running = new Map<string, Running<Effect>>();
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(options: TailSupervisorOptions<Effect>) {
    const { ledger, clock, random, occurrences, urgent, demand, mostTails = MOST_TAILS } = options;
    this.#options = options;
    const memories = (): readonly SourceMemory[] => this.#memories();
    this.#committer = new Committer({ ledger, clock, random, occurrences, memories, ...(urgent && { urgent }) });
    this.#places = new Places(mostTails, () => this.#each((tails) => tails.placeFreed()));
    demand.onChange(() => this.#each((tails) => tails.demandChanged()), this.#stopping.signal);
  }

  /** Runs a source as soon as the ledger can say what is known of it. A source that runs already is left alone. */
  run(source: OriginSource): void {
    if (this.#stopping.signal.aborted || this.#running.has(source.key)) return;
    const running: Running<Effect> = {
      source,
      tails: this.#tails(),
      lives: this.#lives(source),
      forgetful: false,
      ended: Promise.resolve(),
    };
    this.#running.set(source.key, running);
    running.ended = this.#keepRunning(running);
  }

  /** Ends all readings, commits what is left, and resolves within three seconds. May be called twice. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  #lives(source: OriginSource): SourceLives<Effect> {
    const { lifeJudge, occurrences } = this.#options;
    return new SourceLives({ source, judge: lifeJudge, occurrences, committer: this.#committer });
  }

  #tails(): SourceTails<Effect> {
    const { clock, judge, backlog, occurrences, coverage, demand, random, tailBounds } = this.#options;
    const bounds = tailBounds && { bounds: tailBounds };
    return new SourceTails({
      tools: { clock, judge, backlog, occurrences, committer: this.#committer, ...bounds },
      coverage,
      demand,
      random,
      places: this.#places,
      signal: this.#stopping.signal,
      load: (key) => this.#loadOrigin(key),
    });
  }

  async #loadOrigin(key: string): Promise<{ readonly saved: SavedOrigin | undefined } | undefined> {
    const { ledger } = this.#options;
    const release = await this.#loads.take();
    return this.#load(key, async () => ({ saved: await ledger.loadOrigin(key) })).finally(() => release?.());
  }

  async #keepRunning(running: Running<Effect>): Promise<void> {
    const { source, tails, lives } = running;
    const { ledger, clock, random, occurrences, coverage } = this.#options;
    const { signal } = this.#stopping;
    const backoff = new Backoff({ ...AGAIN, random });
    while (!signal.aborted) {
      const loaded = await this.#load(source.key, () => ledger.load(source.key));
      if (loaded === undefined) return;
      const { memory, origins, former = [] } = loaded;
      if (memory !== undefined) this.#committer.remembers({ source: source.key, memory });
      tails.remember([...origins, ...former.flatMap((source) => source.origins)]);
      coverage.expect(origins);
      const known = livesOf(loaded);
      lives.remember(known);
      const history = { memory, origins, former, lives: knownLives(known) };
      const error = await ending(() => source.run(history, listenerOf(running), signal));
      if (signal.aborted) return;
      occurrences.sourceFailed({ source: source.key, error });
      await clock.sleep(backoff.next(), signal);
    }
  }

  /** Asks the ledger until it answers; undefined when it is stopped before. */
  async #load<Loaded>(source: string, ask: () => Promise<Loaded>): Promise<Loaded | undefined> {
    const { clock, random, occurrences } = this.#options;
    const { signal } = this.#stopping;
    const backoff = new Backoff({ ...AGAIN, random });
    while (!signal.aborted) {
      try {
        return await ask();
      } catch (error) {
        occurrences.loadFailed({ source, error, first: backoff.failures === 0 });
      }
      await clock.sleep(backoff.next(), signal);
    }
    return undefined;
  }

  /** Not of a source that has an origin of which nothing could be saved: after a restart it would take it for an old one. */
  #memories(): readonly SourceMemory[] {
    return [...this.#running.values()].flatMap((running) => {
      const { source, tails, forgetful } = running;
      const memory = tails.isWhole && !forgetful ? this.#memory(running) : undefined;
      return memory === undefined ? [] : [{ source: source.key, memory }];
    });
  }

  #memory(running: Running<Effect>): string | undefined {
    try {
      return running.source.remember();
    } catch (error) {
      running.forgetful = true;
      this.#options.occurrences.sourceFailed({ source: running.source.key, error });
      return undefined;
    }
  }

  #each(work: (tails: SourceTails<Effect>) => void): void {
    for (const { tails } of this.#running.values()) work(tails);
  }

  async #stop(): Promise<void> {
    const { clock } = this.#options;
    const end = new Deadline(clock, STOPS_WITHIN_MS);
    this.#stopping.abort();
    const running = [...this.#running.values()];
    const ended = Promise.all(running.flatMap(({ ended: source, tails }) => [source, tails.stop()]));
    await within(ended, { clock, ms: READINGS_END_WITHIN_MS });
    await this.#committer.flush(end.leftMs);
    this.#each((tails) => tails.abandon());
  }
}

/** Containers bring what is known of them along, also from a name that nobody uses any more; how far was heard belongs to the name. */
function livesOf({ lives, former = [] }: SavedSource & { readonly former?: readonly SavedSource[] }): LivesBefore {
  const all = [...former.map((source) => source.lives), lives];
  return { position: lives?.position, origins: new Map(all.flatMap((one) => [...(one?.origins ?? [])])) };
}

const knownLives = ({ position, origins }: LivesBefore): KnownLives => ({
  position,
  courses: new Map([...origins].map(([key, { course }]) => [key, course])),
});

function listenerOf<Effect>({ tails, lives }: Running<Effect>): OriginListener {
  return {
    found: (origin, reader) => tails.found(origin, reader),
    gone: (key, why) => tails.gone(key, why),
    lostWhileAway: (origin) => tails.lostWhileAway(origin),
    foundAll: () => tails.foundAll(),
    memoryChanged: () => {
      tails.memoryChanged();
      lives.due('soon');
    },
    happened: (origin, happening) => lives.happened(origin, happening),
    livesChanged: () => lives.due('soon'),
  };
}

/** How a run ended that should not have: its error, or that there was none. */
async function ending(run: () => Promise<void>): Promise<unknown> {
  try {
    await run();
    return new Error('It ended although nobody asked it to.');
  } catch (error) {
    return error;
  }
}
