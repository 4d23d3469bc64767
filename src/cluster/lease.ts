// The lease by which one of several instances runs what only one may run.
import type { Clock } from '../core/clock.ts';
import type { LeaseAttempt, LeaseHolder } from '../core/lease.ts';
import { Deadline } from '../core/signals/deadline.ts';
import { RUNNING_ENDS_WITHIN_MS, SAVED_WITHIN_MS } from '../core/signals/stop-times.ts';
import { within } from '../core/within.ts';
import type { LeaseLoss, LeaseOccurrences } from '../telemetry/occurrences/lease.ts';
import type { BackgroundTask } from './background-task.ts';
import { type LeaseStatus, toLeaseStatus } from './lease-status.ts';
import type { LeaseStore } from './lease-store.ts';
import { runTasks } from './run-tasks.ts';

export interface LeaseOptions {
  readonly store: LeaseStore;
  readonly clock: Clock;
  /** How long the lease outlives its last heartbeat. */
  readonly ttlSeconds: number;
  /** A third of the time to live leaves room for two heartbeats that fail. */
  readonly heartbeatSeconds: number;
  readonly identity: { readonly name: string; readonly pid: number; readonly hostname: string };
  readonly occurrences: LeaseOccurrences;
  readonly tasks: readonly BackgroundTask[];
}

/** A tenure that has begun: until when it lasts, by our monotonic clock, unless a heartbeat prolongs it. */
interface Begun {
  readonly fencing: number;
  readonly validUntil: number;
}

/**
 * Holds the lease whenever it can be had, and runs the background tasks while it is held. Two things keep two instances from working at once: the tasks stop
 * here when no heartbeat has succeeded for the time to live, and the store refuses writes that carry an old fencing number, should this process have stood still.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #ttlMs: number;
  readonly #heartbeatMs: number;
  /** The holder that was told last. */
  #otherSeen: string | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#ttlMs = options.ttlSeconds * 1000;
    this.#heartbeatMs = options.heartbeatSeconds * 1000;
  }

  /** Works until the signal aborts; then the tasks are stopped and the lease is given back, within 4.5 seconds. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const end = new Deadline(this.#options.clock, SAVED_WITHIN_MS, signal);
    while (!signal.aborted) {
      const begun = await this.#acquire(signal);
      if (begun) await this.#serve(begun, signal, end);
    }
  }

  /** Who holds the lease now, whichever instance it is. Rejects with `store_unavailable` when the store cannot say. */
  async status(): Promise<LeaseStatus> {
    return toLeaseStatus(await this.#options.store.read());
  }

  async #acquire(signal: AbortSignal): Promise<Begun | undefined> {
    const { clock, occurrences } = this.#options;
    while (!signal.aborted) {
      const validUntil = clock.monotonic() + this.#ttlMs;
      const attempt = await within(this.#attempt(), { clock, ms: this.#ttlMs, signal });
      if (attempt?.outcome === 'acquired') {
        this.#otherSeen = undefined;
        if (attempt.overwrote) occurrences.staleOverwritten(attempt.overwrote);
        occurrences.acquired(attempt);
        return { fencing: attempt.fencing, validUntil };
      }
      if (attempt) this.#noticeOther(attempt.holder);
      await clock.sleep(this.#heartbeatMs, signal);
    }
    return undefined;
  }

  /** Undefined when the store cannot be asked; it tells so itself. */
  async #attempt(): Promise<LeaseAttempt | undefined> {
    const { store, identity, ttlSeconds } = this.#options;
    return store.tryAcquire({ ...identity, heartbeatTimeout: ttlSeconds }).catch(() => undefined);
  }

  #noticeOther(holder: LeaseHolder): void {
    const seen = `${holder.name} ${holder.fencing}`;
    if (seen !== this.#otherSeen) this.#options.occurrences.heldByOther(holder);
    this.#otherSeen = seen;
  }

  /** One tenure, from the first task's start to the last one's end. A lease that was not lost is given back in what is left until the end. */
  async #serve({ fencing, validUntil }: Begun, signal: AbortSignal, end: Deadline): Promise<void> {
    const { occurrences, clock, tasks } = this.#options;
    const over = new AbortController();
    const running = runTasks(
      { tasks, clock, occurrences, pauseMs: this.#heartbeatMs },
      { fencing, signal: over.signal },
    );
    const loss = await this.#keep({ fencing, validUntil }, signal);
    over.abort();
    if (loss) occurrences.heartbeatLost({ reason: loss, fencing });
    await within(running, { clock, ms: RUNNING_ENDS_WITHIN_MS });
    if (!loss) await within(this.#release(fencing), { clock, ms: end.leftMs });
  }

  /** Heartbeats until the lease is lost (then it says how) or the server stops. */
  async #keep(begun: Begun, signal: AbortSignal): Promise<LeaseLoss | undefined> {
    const { clock } = this.#options;
    let { validUntil } = begun;
    let failing = false;
    for (;;) {
      const pause = failing ? this.#heartbeatMs / 4 : this.#heartbeatMs;
      await clock.sleep(Math.min(pause, validUntil - clock.monotonic()), signal);
      if (signal.aborted) return undefined;
      const asked = clock.monotonic();
      if (asked >= validUntil) return failing ? 'store_unavailable' : 'paused';
      const kept = await within(this.#beat(begun.fencing), { clock, ms: validUntil - asked, signal });
      if (kept === false) return 'taken_over';
      failing = kept === undefined;
      if (kept) validUntil = asked + this.#ttlMs;
    }
  }

  /** Undefined when the store could not be asked. */
  #beat(fencing: number): Promise<boolean | undefined> {
    const { store, identity } = this.#options;
    return store.heartbeat({ name: identity.name, fencing }).catch(() => undefined);
  }

  /** A store that cannot be reached frees the lease by its time to live. */
  async #release(fencing: number): Promise<void> {
    const { store, identity, occurrences } = this.#options;
    const ours = await store.release({ name: identity.name, fencing }).catch(() => undefined);
    if (ours === false) occurrences.releaseMismatched({ fencing });
    if (ours) occurrences.released({ fencing });
  }
}
