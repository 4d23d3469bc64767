// The group commit: what all tails have collected is saved together, at once where it matters and rarely where it does not.

import type { Clock } from '../../core/clock.ts';
import { isTocsinError } from '../../core/errors.ts';
import type { LedgerCommit, SourceMemory } from '../../core/lines/standing.ts';
import { OVER } from '../../core/signals/abort-with.ts';
import { within } from '../../core/within.ts';
import { Backoff } from '../../net/backoff.ts';
import type { TailOccurrences } from '../../telemetry/occurrences/tail.ts';
import type { Ledger } from '../ledger.ts';
import { type CommitOutcome, settleRound } from './commit-round.ts';
import type { Committable, Taken } from './committable.ts';

/** An effect is committed at once unless a commit began less than this ago: then with all that come until then. */
const GROUP_MS = 20;
/** Positions, counts and memories alone are saved after this. */
const SOON_MS = 1_000;
export const MOST_EFFECTS = 5_000;
const RETRY = { firstMs: 100, mostMs: 5_000 } as const;
const PASSING = ['store_unavailable', 'too_many_requests', 'lease_lost'] as const;

/** `now` for an effect or a gap, `soon` for what may wait a second. */
export type Urgency = 'now' | 'soon';

export interface CommitterOptions<Effect> {
  readonly ledger: Pick<Ledger<Effect>, 'commit'>;
  /** What each source remembers at this moment. */
  readonly memories: () => readonly SourceMemory[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly occurrences: Pick<TailOccurrences, 'committed' | 'commitFailed' | 'commitRecovered'>;
  /** Called when something is to be committed at once: somebody waits for what comes of it. */
  readonly urgent?: () => void;
  /** A commit with more is divided, by origin. */
  readonly mostEffects?: number;
}

/**
 * One transaction at a time; while it runs, the next collects. What a transaction holds was taken from all tails at one moment,
 * and is tried again as it is until it is durable: what comes meanwhile waits for the next. Without anything due there is
 * no timer and no commit.
 */
export class Committer<Effect> {
  readonly #options: CommitterOptions<Effect>;
  readonly #backoff: Backoff;
  readonly #due = new Set<Committable<Effect>>();
  readonly #saved = new Map<string, string>();
  readonly #givenUp = new AbortController();
  /** By the monotonic clock; never when nothing is due. */
  #dueAt = Number.POSITIVE_INFINITY;
  #lastBegan = Number.NEGATIVE_INFINITY;
  #hurry = new AbortController();
  #running: Promise<void> | undefined;
  #flushing = false;
  #failingSince: number | undefined;

  constructor(options: CommitterOptions<Effect>) {
    this.#options = options;
    this.#backoff = new Backoff({ ...RETRY, random: options.random });
  }

  /** The member has something to give. To be called again after each `take`, as soon as there is more. */
  due(member: Committable<Effect>, urgency: Urgency): void {
    this.#due.add(member);
    if (urgency === 'now') this.#options.urgent?.();
    this.#makeDue(urgency);
  }

  /** What a source remembers has changed. */
  memoryDue(): void {
    this.#makeDue('soon');
  }

  /** The member has nothing to give any more. */
  forget(member: Committable<Effect>): void {
    this.#due.delete(member);
  }

  /** What is remembered of a source already need not be saved again. */
  remembers({ source, memory }: SourceMemory): void {
    this.#saved.set(source, memory);
  }

  /** Saves all that is left, within a time; false when that was too short. No more is saved afterwards. */
  async flush(withinMs: number): Promise<boolean> {
    this.#flushing = true;
    this.#makeDue('now');
    const { clock } = this.#options;
    const saved = this.#running?.then(() => !this.#givenUp.signal.aborted);
    const done = saved === undefined || (await within(saved, { clock, ms: withinMs }));
    this.#givenUp.abort();
    this.#hurry.abort(OVER);
    return done === true;
  }

  #makeDue(urgency: Urgency): void {
    const now = this.#options.clock.monotonic();
    const group = this.#flushing ? now : Math.max(now, this.#lastBegan + GROUP_MS);
    const at = urgency === 'now' || this.#flushing ? group : now + SOON_MS;
    if (at < this.#dueAt) {
      this.#dueAt = at;
      this.#hurry.abort(OVER);
    }
    // A rejection here would be a bug of ours; nobody catches it, so that it ends the process instead of the commits.
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    while (this.#dueAt !== Number.POSITIVE_INFINITY && !this.#givenUp.signal.aborted) {
      await this.#untilDue();
      if (this.#givenUp.signal.aborted) break;
      const taken = this.#take();
      const remembered = await settleRound(taken, {
        mostEffects: this.#options.mostEffects ?? MOST_EFFECTS,
        commit: (commit) => this.#commit(commit),
      });
      for (const memory of remembered ?? []) this.remembers(memory);
    }
    this.#running = undefined;
  }

  async #untilDue(): Promise<void> {
    const { clock } = this.#options;
    for (;;) {
      const wait = this.#dueAt - clock.monotonic();
      if (wait <= 0 || this.#givenUp.signal.aborted) break;
      this.#hurry = new AbortController();
      await clock.sleep(wait, this.#hurry.signal);
    }
    // What has arrived together is taken together, and never from within a call to a tail.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Synchronous, so that no position is newer than the effects beside it, and no memory newer than the origins. */
  #take(): Taken<Effect> {
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#lastBegan = this.#options.clock.monotonic();
    const members = [...this.#due];
    this.#due.clear();
    const parts = members.flatMap((member) => {
      const change = member.take();
      return change === undefined ? [] : [{ member, change }];
    });
    // Asked for last: a source of which a member has failed just now remembers nothing.
    const memories = this.#options.memories().filter(({ source, memory }) => this.#saved.get(source) !== memory);
    return { parts, memories };
  }

  async #commit(commit: LedgerCommit<Effect>): Promise<CommitOutcome> {
    const { ledger, clock, occurrences } = this.#options;
    const size = sizeOf(commit);
    for (;;) {
      const began = clock.monotonic();
      try {
        await ledger.commit(commit);
        occurrences.committed({ ...size, seconds: (clock.monotonic() - began) / 1000 });
        this.#recovered();
        return { outcome: 'committed' };
      } catch (error) {
        occurrences.commitFailed({ ...size, error, first: this.#failingSince === undefined });
        this.#failingSince ??= began;
        if (!isPassing(error)) return { outcome: 'refused', error };
        // Another watches by now, and does all of it again: there is nothing to wait for.
        if (this.#flushing && isTocsinError(error, 'lease_lost')) this.#givenUp.abort();
      }
      await clock.sleep(this.#backoff.next(), this.#givenUp.signal);
      if (this.#givenUp.signal.aborted) return { outcome: 'given_up' };
    }
  }

  #recovered(): void {
    if (this.#failingSince === undefined) return;
    const seconds = (this.#options.clock.monotonic() - this.#failingSince) / 1000;
    this.#options.occurrences.commitRecovered({ seconds });
    this.#failingSince = undefined;
    this.#backoff.succeeded();
  }
}

/** It has nothing to do with what was to be committed. */
const isPassing = (error: unknown): boolean => PASSING.some((code) => isTocsinError(error, code));

const sizeOf = <Effect>({ origins, lives = [] }: LedgerCommit<Effect>) => ({
  origins: origins.length,
  effects: [...origins, ...lives].reduce((sum, { effects }) => sum + effects.length, 0),
});
