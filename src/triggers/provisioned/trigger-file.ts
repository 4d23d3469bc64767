// The triggers of the configuration file: read again whenever the file or one of its secrets is another one, and kept as they were while it is broken.

import { WatchedFile } from '../../config/file/watched-file.ts';
import type { TriggerFileStart } from '../../config/load.ts';
import { readTriggers } from '../../config/triggers/read-triggers.ts';
import type { Clock } from '../../core/clock.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { TriggerOccurrences } from '../../telemetry/occurrences/sending/triggers.ts';
import type { ProvisionedTriggers } from '../book/trigger-reader.ts';

export interface TriggerFileParts {
  readonly start: TriggerFileStart;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly occurrences: Pick<TriggerOccurrences, 'fileRead' | 'fileRefused'>;
}

/** What the file says otherwise than before. */
export interface WrittenChange {
  readonly id: string;
  /** opened: it was closed when this process began, or has been since. It is in force only when `opened` was called, so that nothing goes that waited for it then. */
  readonly is: 'changed' | 'closed' | 'opened';
}

export class TriggerFile implements ProvisionedTriggers {
  readonly #watched: WatchedFile<readonly Trigger[]>;
  #triggers: readonly Trigger[];
  /** Disabled, or not in the file any more, and not in force since. */
  readonly #closed: Set<string>;

  constructor({ start, clock, occurrences }: TriggerFileParts) {
    const { file, state, triggers, beside, place } = start;
    const { shown } = file;
    this.#triggers = triggers;
    this.#closed = new Set(disabledOf(triggers));
    this.#watched = new WatchedFile({
      ...{ file, clock, start: { state, value: triggers, beside } },
      read: () => readTriggers(file, place),
      isSame: (one, other) => textOf(...one) === textOf(...other),
      told: {
        taken: (taken) => occurrences.fileRead({ file: shown, triggers: taken.length }),
        refused: (faults) => occurrences.fileRefused({ file: shown, faults }),
      },
    });
  }

  get triggers(): readonly Trigger[] {
    return this.#triggers;
  }

  /** What is wrong with the file as it is now; the triggers are those that it gave before. */
  get faults(): readonly ErrorDetail[] {
    return this.#watched.faults;
  }

  /** The receiver told what these fields are now. The file says otherwise, so that it holds until the file says something else of it, or the process is another one. It may say so already: then `sent` is none of them. */
  moved(sent: Trigger, fields: Readonly<Record<string, string>>): void {
    this.#triggers = this.#triggers.map((trigger) =>
      trigger === sent ? { ...trigger, config: new Sealed({ ...trigger.config.reveal(), ...fields }) } : trigger,
    );
  }

  /** What waited when it was closed is over. */
  opened(id: string): void {
    this.#closed.delete(id);
    const isOpen = this.#watched.value.some((trigger) => trigger.id === id && trigger.enabled);
    if (isOpen) this.#triggers = this.#triggers.map((one) => (one.id === id ? { ...one, enabled: true } : one));
  }

  /** Looks at the file until the signal aborts, and calls `changed` with those that are not as they were. It never rejects. */
  run(changed: (changes: readonly WrittenChange[]) => void, signal: AbortSignal): Promise<void> {
    return this.#watched.run((before) => changed(this.#follow(before)), signal);
  }

  /** The file says otherwise than before. */
  #follow(before: readonly Trigger[]): readonly WrittenChange[] {
    const now = this.#watched.value;
    const texts = new Set(before.map((trigger) => textOf(trigger)));
    const isAsBefore = (trigger: Trigger): boolean => texts.has(textOf(trigger));
    const closed = closedSince(before, now);
    for (const id of [...closed, ...disabledOf(now)]) this.#closed.add(id);
    const inForce = new Map(this.#triggers.map((trigger) => [trigger.id, trigger]));
    this.#triggers = now.map((trigger) =>
      isAsBefore(trigger) ? (inForce.get(trigger.id) ?? trigger) : this.#notYet(trigger),
    );
    const others = now.filter((trigger) => !isAsBefore(trigger) && !closed.includes(trigger.id));
    return [
      ...closed.map((id) => ({ id, is: 'closed' }) as const),
      ...others.map(({ id, enabled }) => ({ id, is: enabled && this.#closed.has(id) ? 'opened' : 'changed' }) as const),
    ];
  }

  #notYet(trigger: Trigger): Trigger {
    return this.#closed.has(trigger.id) ? { ...trigger, enabled: false } : trigger;
  }
}

/** Enabled before, and disabled or not there now. */
function closedSince(before: readonly Trigger[], now: readonly Trigger[]): readonly string[] {
  const open = new Set(enabledOf(now));
  return enabledOf(before).filter((id) => !open.has(id));
}

const enabledOf = (triggers: readonly Trigger[]): readonly string[] =>
  triggers.flatMap(({ id, enabled }) => (enabled ? [id] : []));

const disabledOf = (triggers: readonly Trigger[]): readonly string[] =>
  triggers.flatMap(({ id, enabled }) => (enabled ? [] : [id]));

/** All that is written, secrets as well: it is compared and never kept. */
const textOf = (...written: readonly Trigger[]): string =>
  JSON.stringify(written.map((trigger) => ({ ...trigger, config: trigger.config.reveal() })));
