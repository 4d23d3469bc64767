// The triggers that are in force now: gathered from wherever they are written, and swapped as one whole snapshot for the next.
import { Rerun } from '../../core/changes/rerun.ts';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { TriggerOccurrences } from '../../telemetry/occurrences/sending/triggers.ts';
import type { PlannedEvent } from '../plan/trigger-filter.ts';
import { TriggerSnapshot } from '../plan/trigger-snapshot.ts';
import type { ProvisionedTriggers, SavedTriggers, TriggerReader } from './trigger-reader.ts';

/** A change on another instance is in force here within a second; where there is none, what this one changes is read at once. */
const LOOK_EVERY_MS = { shared: 400, alone: 5_000 } as const;

export interface TriggerBookParts {
  readonly store: TriggerReader;
  readonly provisioned: readonly ProvisionedTriggers[];
  /** Whether other instances change triggers as well. */
  readonly isShared: boolean;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly occurrences: Pick<TriggerOccurrences, 'inForce' | 'unread' | 'readAgain'>;
}

export class TriggerBook {
  readonly #parts: TriggerBookParts;
  readonly #listeners = new Set<() => void>();
  readonly #rebuild = new Rerun(() => this.#build());
  #saved: SavedTriggers | undefined;
  #madeOf: readonly unknown[] = [];
  #current: TriggerSnapshot | undefined;
  #unread: string | undefined;

  constructor(parts: TriggerBookParts) {
    this.#parts = parts;
  }

  /** Undefined until all triggers were read once. */
  get current(): TriggerSnapshot | undefined {
    return this.#current;
  }

  /** Why they could not be read the last time; those that were read before go on. */
  get unread(): string | undefined {
    return this.#unread;
  }

  /** Called at once when events go elsewhere from now on; not where one trigger only fails or no longer does, as that may be every moment. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Which triggers an event goes through; it refuses while nobody knows, so that no event is stored without its deliveries. */
  readonly plan = (event: PlannedEvent): readonly string[] => {
    if (this.#current === undefined)
      throw new TocsinError('store_unavailable', 'The triggers have not been read yet.', { retryAfterSeconds: 5 });
    return this.#current.plan(event);
  };

  /** Resolves when everything that was written before this call is in force, or is known not to be. It never rejects. */
  refresh(): Promise<void> {
    return this.#rebuild.ask();
  }

  /** Looks for changes until the signal aborts. It never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const everyMs = this.#parts.isShared ? LOOK_EVERY_MS.shared : LOOK_EVERY_MS.alone;
    for (;;) {
      await this.#parts.clock.sleep(everyMs, signal);
      if (signal.aborted) return;
      await this.refresh();
    }
  }

  async #build(): Promise<void> {
    await this.#read();
    const saved = this.#saved;
    if (saved === undefined) return;
    const written = this.#parts.provisioned.map(({ triggers }) => triggers);
    const madeOf = [saved, ...written];
    if (madeOf.every((part, at) => part === this.#madeOf[at])) return;
    this.#madeOf = madeOf;
    const before = this.#current;
    const current = new TriggerSnapshot([...saved.triggers, ...written.flat()], saved.standings, before);
    this.#current = current;
    if (before !== undefined && current.leadsWhere(before)) return;
    const { triggers, faults } = current;
    this.#parts.occurrences.inForce({ triggers: triggers.length, faults });
    for (const listener of this.#listeners) listener();
  }

  async #read(): Promise<void> {
    const { store, occurrences } = this.#parts;
    try {
      if ((await store.revision()) !== this.#saved?.revision) this.#saved = await store.loadTriggers();
      if (this.#unread !== undefined) occurrences.readAgain();
      this.#unread = undefined;
    } catch (error) {
      if (this.#unread === undefined) occurrences.unread({ error });
      this.#unread = error instanceof Error ? error.message : String(error);
    }
  }
}
