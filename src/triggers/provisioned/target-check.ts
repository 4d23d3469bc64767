// Whether the triggers of the configuration file lead to where something may be sent. What is written in the API is refused when it does not; a file is
// read before the server knows the network, so that its triggers stay in force, every send is judged anyway, and here it is told beforehand.
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { TriggerOccurrences } from '../../telemetry/occurrences/sending/triggers.ts';
import type { Channels } from '../sending.ts';

export interface ClosedTarget {
  readonly triggerId: string;
  readonly name: string;
  readonly message: string;
}

export interface TargetCheckParts {
  readonly channels: Pick<Channels, 'faultsOf'>;
  readonly occurrences: Pick<TriggerOccurrences, 'targetClosed'>;
}

export class TargetCheck {
  readonly #parts: TargetCheckParts;
  #closed: readonly ClosedTarget[] = [];
  /** Those that are looked at now, or were last. */
  #looked: readonly Trigger[] = [];

  constructor(parts: TargetCheckParts) {
    this.#parts = parts;
  }

  /** As it was known at the last look. */
  get closed(): readonly ClosedTarget[] {
    return this.#closed;
  }

  /** Tells nothing any more when others are looked at before it ends. It never rejects. */
  async look(triggers: readonly Trigger[]): Promise<void> {
    const { channels, occurrences } = this.#parts;
    this.#looked = triggers;
    const looked = triggers
      .filter(({ enabled }) => enabled)
      .map(async (trigger): Promise<readonly ClosedTarget[]> => {
        const faults = await channels.faultsOf(trigger).catch(() => []);
        return faults.slice(0, 1).map(({ message }) => ({ triggerId: trigger.id, name: trigger.name, message }));
      });
    const closed = (await Promise.all(looked)).flat();
    if (this.#looked !== triggers) return;
    this.#closed = closed;
    for (const one of closed) occurrences.targetClosed(one);
  }
}
