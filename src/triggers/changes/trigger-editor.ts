// Makes, changes and deletes triggers, each change with its note in the audit trail; what is written in the file can be read here and not changed.
import type { AuditNote } from '../../core/account.ts';
import { type Author, noteBy } from '../../core/audit/author.ts';
import { fieldRefusal } from '../../core/changes/field-refusal.ts';
import { type Book, whenInForce } from '../../core/changes/in-force.ts';
import type { Clock } from '../../core/clock.ts';
import { leadsElsewhere } from '../../core/deliveries/leads-elsewhere.ts';
import type { RawTrigger } from '../../core/deliveries/raw-trigger.ts';
import type { Trigger, TriggerDefinition } from '../../core/deliveries/trigger.ts';
import { type ErrorDetail, TocsinError } from '../../core/errors.ts';
import { ID_FORM } from '../../core/id.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import type { TriggerOccurrences } from '../../telemetry/occurrences/sending/triggers.ts';
import type { Channels } from '../sending.ts';
import { defineTrigger, inConfig } from './define-trigger.ts';
import { pageOfTriggers } from './trigger-list.ts';
import { patched, type TriggerPatch } from './trigger-patch.ts';
import type { TriggerStore } from './trigger-store.ts';

export interface TriggerEditorParts {
  readonly store: TriggerStore;
  /** Triggers that are written in the file. */
  readonly written: () => readonly Trigger[];
  readonly book: Book;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly occurrences: Pick<TriggerOccurrences, 'triggerChanged'> & Pick<AccessOccurrences, 'changeRecorded'>;
}

export class TriggerEditor {
  readonly #parts: TriggerEditorParts;

  constructor(parts: TriggerEditorParts) {
    this.#parts = parts;
  }

  list(page: PageRequest): Promise<Page<Trigger>> {
    return pageOfTriggers(page, (request) => this.#parts.store.listTriggers(request), this.#parts.written());
  }

  async find(id: string): Promise<Trigger | undefined> {
    return ID_FORM.test(id) ? this.#parts.store.findTrigger(id) : this.#parts.written().find((one) => one.id === id);
  }

  async get(id: string): Promise<Trigger> {
    const trigger = await this.find(id);
    if (!trigger) throw new TocsinError('not_found', `There is no trigger with the id ${id}.`);
    return trigger;
  }

  /** What would be saved, or the refusal of it; a placeholder stands for what `stored` has. */
  async define(raw: RawTrigger, stored?: Trigger): Promise<TriggerDefinition> {
    const { channels } = this.#parts;
    const trigger = definedOrRefused(raw, channels, stored);
    await this.#refuseClosedTarget(trigger);
    return trigger;
  }

  async create(raw: RawTrigger, by: Author): Promise<Trigger> {
    const { store, clock } = this.#parts;
    this.#refuseBesideWritten(raw.name);
    const trigger = await this.define(raw);
    const note = noteBy(by, { at: clock.now(), action: 'trigger_created', subject: trigger.name });
    const made = await store.createTrigger(trigger, note.at, note);
    await this.#tell('created', made, note);
    return made;
  }

  async change(id: string, patch: TriggerPatch, by: Author): Promise<Trigger> {
    const { store, clock, channels } = this.#parts;
    const seen = changeable(await this.get(id));
    if (patch.name !== undefined) this.#refuseBesideWritten(patch.name);
    const wanted = definedOrRefused(patched(seen, patch, channels), channels, seen);
    // One whose target was closed since it was saved can still be disabled, renamed, or get another filter.
    if (leadsElsewhere(wanted, seen) || (wanted.enabled && !seen.enabled)) await this.#refuseClosedTarget(wanted);
    const note = noteBy(by, { at: clock.now(), action: 'trigger_changed', subject: patch.name ?? seen.name });
    // Somebody else may have changed it since it was seen: what is saved is made of the trigger as it stands then.
    const merge = (before: Trigger): TriggerDefinition =>
      definedOrRefused(patched(before, patch, channels), channels, before);
    const changed = await store.changeTrigger(id, { at: note.at, merge }, note);
    await this.#tell('changed', changed, note);
    return changed;
  }

  async delete(id: string, by: Author): Promise<void> {
    const { store, clock } = this.#parts;
    const { name } = changeable(await this.get(id));
    const note = noteBy(by, { at: clock.now(), action: 'trigger_deleted', subject: name });
    const gone = await store.deleteTrigger(id, note.at, note);
    await this.#tell('deleted', gone, note);
  }

  /** One that deliveries have shown to be hopeless is used again. */
  async resume(id: string, by: Author): Promise<Trigger> {
    const { store, clock } = this.#parts;
    const trigger = await this.get(id);
    const note = noteBy(by, { at: clock.now(), action: 'trigger_resumed', subject: trigger.name });
    await store.resumeTrigger(id, note);
    await this.#tell('resumed', trigger, note);
    return trigger;
  }

  async #refuseClosedTarget(trigger: TriggerDefinition): Promise<void> {
    refuse((await this.#parts.channels.faultsOf(trigger)).map(inConfig));
  }

  #refuseBesideWritten(name: string): void {
    if (!this.#parts.written().some((other) => other.name === name)) return;
    const message = `A trigger with the name "${name}" exists already: it is written in the configuration file.`;
    throw fieldRefusal('conflict', 'name', message);
  }

  async #tell(change: 'created' | 'changed' | 'deleted' | 'resumed', trigger: Trigger, note: AuditNote): Promise<void> {
    const { occurrences, book, clock } = this.#parts;
    occurrences.changeRecorded(note);
    occurrences.triggerChanged({ change, triggerId: trigger.id, name: trigger.name, channel: trigger.channel });
    await whenInForce(book, clock);
  }
}

function changeable(trigger: Trigger): Trigger {
  if (trigger.origin === 'api') return trigger;
  throw new TocsinError('conflict', 'This trigger is written in the configuration file: change it there.');
}

function definedOrRefused(raw: RawTrigger, channels: Channels, stored: Trigger | undefined): TriggerDefinition {
  const config = stored?.channel === raw.channel ? stored?.config.reveal() : undefined;
  const defined = defineTrigger(raw, channels, config);
  if (defined.ok) return defined.trigger;
  refuse(defined.faults);
  throw new Error('There is at least one fault.');
}

function refuse(faults: readonly ErrorDetail[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const message = `${first.path}: ${first.message}`;
  throw new TocsinError('refused', message, { details: faults });
}
