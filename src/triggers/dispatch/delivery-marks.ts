// The group commit of what became of deliveries: one transaction at a time, and whatever ends meanwhile is in the next.
import type { Clock } from '../../core/clock.ts';
import type { DeliveryMark, StandingChange, Suspended } from '../../core/deliveries/delivery-work.ts';
import { Backoff } from '../../net/backoff.ts';
import type { DeliveryStore } from './delivery-store.ts';

const MOST_AT_ONCE = 500;
const RETRY = { firstMs: 100, mostMs: 5_000 } as const;

export interface Marked {
  readonly mark: DeliveryMark;
  readonly standing: StandingChange | undefined;
  /** It is durable; `isOurs` is false where somebody else has the delivery by now, and nothing was marked. */
  readonly settle: (isOurs: boolean) => void;
}

export interface DeliveryMarksParts {
  readonly store: Pick<DeliveryStore, 'mark'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly random: () => number;
  readonly failed: (error: unknown) => void;
  /** What is known of triggers may be another now. */
  readonly standingsChanged: () => void;
  /** A trigger was suspended, and that is durable. */
  readonly suspended: (change: Suspended) => void;
}

/** What is added is tried until it is durable, or `giveUp` was called. Whoever adds sees to it that not too much waits. */
export class DeliveryMarks {
  readonly #parts: DeliveryMarksParts;
  readonly #backoff: Backoff;
  readonly #givenUp = new AbortController();
  readonly #waiting: Marked[] = [];
  #running: Promise<void> | undefined;
  #isFailing = false;

  constructor(parts: DeliveryMarksParts) {
    this.#parts = parts;
    this.#backoff = new Backoff({ ...RETRY, random: parts.random });
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** The last that was tried could not be made durable. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  add(marked: Marked): void {
    this.#waiting.push(marked);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing waits any more. */
  async flushed(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** What is not durable by now is left: it will be sent again. */
  giveUp(): void {
    this.#givenUp.abort();
  }

  async #run(): Promise<void> {
    // What ends at one moment is marked together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0 && !this.#givenUp.signal.aborted) {
      const some = this.#waiting.splice(0, MOST_AT_ONCE);
      await this.#write(some);
    }
    this.#running = undefined;
  }

  async #write(some: readonly Marked[]): Promise<void> {
    const { store, clock, failed, standingsChanged, suspended } = this.#parts;
    const marks = some.map(({ mark }) => mark);
    const standings = lastOfEach(some.flatMap(({ standing }) => (standing === undefined ? [] : [standing])));
    for (;;) {
      try {
        const counted = await store.mark(marks, standings);
        this.#backoff.succeeded();
        this.#isFailing = false;
        if (standings.length > 0) standingsChanged();
        for (const { mark, settle } of some) settle(counted.ids.has(mark.id));
        for (const change of counted.standings) if (change.shows === 'suspended') suspended(change);
        return;
      } catch (error) {
        this.#isFailing = true;
        failed(error);
      }
      await clock.sleep(this.#backoff.next(), this.#givenUp.signal);
      if (this.#givenUp.signal.aborted) return;
    }
  }
}

/** Of several words about one trigger it counts that its receiver is gone, else the last; a failure behind a success is the first of others. */
function lastOfEach(changes: readonly StandingChange[]): readonly StandingChange[] {
  const last = new Map<string, readonly StandingChange[]>();
  for (const change of changes) {
    const before = last.get(change.triggerId) ?? [];
    if (before.some(isGone)) continue;
    const isLast = change.shows === 'success' || isGone(change);
    const successes = isLast ? [] : before.filter(({ shows }) => shows === 'success');
    last.set(change.triggerId, [...successes, change]);
  }
  return [...last.values()].flat();
}

const isGone = (change: StandingChange): boolean => change.shows === 'suspended' && change.why === 'gone';
