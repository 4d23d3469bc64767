// Keeps up with the triggers of the configuration file: one that is written otherwise now begins afresh, as one of the API does that is changed, and what waited for one that was closed is over when it is opened again.
import { Rerun } from '../../core/changes/rerun.ts';
import type { Clock } from '../../core/clock.ts';
import type { Death } from '../../core/deliveries/delivery.ts';
import type { Burial } from '../../core/deliveries/delivery-work.ts';
import { Backoff } from '../../net/backoff.ts';
import type { Store } from '../../store/store.ts';
import type { TriggerBook } from '../../triggers/book/trigger-book.ts';
import type { TargetCheck } from '../../triggers/provisioned/target-check.ts';
import type { TriggerFile, WrittenChange } from '../../triggers/provisioned/trigger-file.ts';

/** How long nothing is tried again after the store could not be written. */
const RETRY = { firstMs: 500, mostMs: 10_000 } as const;

export interface WrittenChangesParts {
  readonly file: Pick<TriggerFile, 'triggers' | 'run' | 'opened'>;
  readonly store: {
    readonly triggers: Pick<Store['triggers'], 'buryWritten' | 'resumeWritten'>;
    readonly deliveries: Pick<Store['deliveries'], 'isShared'>;
  };
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly random: () => number;
  readonly book: Pick<TriggerBook, 'refresh'>;
  readonly targets: Pick<TargetCheck, 'look'>;
}

export class WrittenChanges {
  readonly #parts: WrittenChangesParts;
  readonly #backoff: Backoff;
  /** The last that the file said of each, as far as it is not stored yet. */
  readonly #waiting = new Map<string, WrittenChange>();
  /** Those that were closed when this process began, or have been since: when it saw that, and how. */
  readonly #closed = new Map<string, { readonly at: number; readonly death: Death }>();

  constructor(parts: WrittenChangesParts) {
    this.#parts = parts;
    this.#backoff = new Backoff({ ...RETRY, random: parts.random });
  }

  /** Until the signal aborts. It never rejects. What cannot be stored is tried until it is. */
  async run(signal: AbortSignal): Promise<void> {
    const { file, targets } = this.#parts;
    for (const { id, enabled } of file.triggers) if (!enabled) this.#sawClosed(id, 'trigger_disabled');
    const store = new Rerun(() => this.#store(signal));
    await file.run((changes) => {
      for (const change of changes) this.#take(change);
      void store.ask();
      void targets.look(file.triggers);
    }, signal);
    await store.ask();
  }

  #take(change: WrittenChange): void {
    const { id, is } = change;
    const trigger = this.#parts.file.triggers.find((one) => one.id === id);
    if (is === 'closed') this.#sawClosed(id, trigger ? 'trigger_disabled' : 'trigger_deleted');
    else if (trigger?.enabled === false && !this.#closed.has(id)) this.#sawClosed(id, 'trigger_disabled');
    // What waits for one that is not there any more is the dispatcher's.
    if (trigger) this.#waiting.set(id, change);
    else this.#waiting.delete(id);
  }

  #sawClosed(id: string, death: Death): void {
    this.#closed.set(id, { at: this.#parts.clock.now(), death });
  }

  async #store(signal: AbortSignal): Promise<void> {
    const { clock, book } = this.#parts;
    if (signal.aborted) return;
    await book.refresh();
    while (!signal.aborted) {
      const [change] = this.#waiting.values();
      if (change === undefined) break;
      const isStored = await this.#storeOne(change).then(
        () => true,
        () => false,
      );
      // What the file says meanwhile is another change.
      if (this.#waiting.get(change.id) === change) {
        this.#waiting.delete(change.id);
        // The others come first.
        if (!isStored) this.#waiting.set(change.id, change);
      }
      if (isStored) this.#backoff.succeeded();
      // That the store cannot be written is told by the store.
      else await clock.sleep(this.#backoff.next(), signal);
    }
    await book.refresh();
  }

  async #storeOne(change: WrittenChange): Promise<void> {
    const { store, file, clock } = this.#parts;
    const { id, is } = change;
    if (is === 'opened') await store.triggers.buryWritten(this.#overWhenOpened(id));
    await store.triggers.resumeWritten(id, clock.now());
    if (is !== 'opened' || this.#waiting.get(id) !== change) return;
    file.opened(id);
    this.#closed.delete(id);
  }

  /** Where others share the outbox, only what waited when it was closed: what has come since is of one who had it opened already. */
  #overWhenOpened(triggerId: string): Burial {
    const at = this.#parts.clock.now();
    const closed = this.#closed.get(triggerId);
    const isShared = this.#parts.store.deliveries.isShared;
    const pendingBefore = isShared ? Math.min(at, closed?.at ?? at) : Number.MAX_SAFE_INTEGER;
    return { triggerId, death: closed?.death ?? 'trigger_disabled', at, pendingBefore };
  }
}
