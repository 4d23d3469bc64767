// The list `triggers` of the configuration file: triggers as code. Every fault is told with its line, and no fault tells a secret.
import type { DefineTrigger, RawFilter, RawTrigger } from '../../core/deliveries/raw-trigger.ts';
import { MOST_TRIGGERS, type Trigger } from '../../core/deliveries/trigger.ts';
import { derivedTriggerId } from '../../core/deliveries/trigger-id.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { FilesBeside } from '../file/watched-file.ts';
import type { YamlDocument, YamlPath } from '../file/yaml-document.ts';
import { isRecord } from '../input/is-record.ts';
import { namesIn, type SecretPlace, SecretValues } from './secret-values.ts';
import { filterFieldFault, splitList, triggerFieldFault } from './trigger-fields.ts';

export interface TriggerSection {
  /** In the order of the file. */
  readonly triggers: readonly Trigger[];
  /** Where there is one, the triggers are not to be used. */
  readonly faults: readonly ErrorDetail[];
  /** The files of secrets that were read. */
  readonly files: FilesBeside;
}

export interface SectionParts extends SecretPlace {
  /** As the file is named in faults. */
  readonly file: string;
  readonly define: DefineTrigger;
}

const MOST_FAULTS = 20;

export function readTriggerSection(document: YamlDocument, parts: SectionParts): TriggerSection {
  return new SectionReader(document, parts).read();
}

/** The variables of the environment that the triggers of a file name: they are no settings that nobody knows. */
export const variablesOfTriggers = ({ data }: YamlDocument): ReadonlySet<string> =>
  new Set(isRecord(data) ? namesIn(data.triggers) : []);

class SectionReader {
  readonly #document: YamlDocument;
  readonly #parts: SectionParts;
  readonly #secrets: SecretValues;
  readonly #faults: ErrorDetail[] = [];
  readonly #names = new Set<string>();

  constructor(document: YamlDocument, parts: SectionParts) {
    this.#document = document;
    this.#parts = parts;
    this.#secrets = new SecretValues(parts);
  }

  read(): TriggerSection {
    const { data } = this.#document;
    const list = isRecord(data) ? (data.triggers ?? []) : [];
    if (!Array.isArray(list)) this.#fault(['triggers'], 'is a list, each of whose items begins with "- name:"');
    else if (list.length > MOST_TRIGGERS)
      this.#fault(['triggers', MOST_TRIGGERS], `has ${list.length} triggers, at most ${MOST_TRIGGERS} are allowed`);
    const items = Array.isArray(list) && this.#faults.length === 0 ? list : [];
    const triggers = items.flatMap((entry: unknown, at) => this.#trigger(entry, ['triggers', at]));
    const { files } = this.#secrets;
    return { triggers: this.#faults.length > 0 ? [] : triggers, faults: this.#faults, files };
  }

  #trigger(entry: unknown, path: YamlPath): Trigger[] {
    // No more faults are told, so that what is unsound could not be told from what is sound.
    if (this.#faults.length >= MOST_FAULTS) return [];
    if (!isRecord(entry)) {
      this.#fault(path, 'a trigger is a record with "name", "channel" and "config"');
      return [];
    }
    if (!this.#isSound(entry, path)) return [];
    const before = this.#faults.length;
    const raw = this.#raw(entry, path);
    if (this.#names.has(raw.name)) this.#fault([...path, 'name'], 'there is another one with this name', raw.name);
    this.#names.add(raw.name);
    if (this.#faults.length > before) return [];
    const defined = this.#parts.define(raw);
    if (defined.ok) {
      const id = derivedTriggerId(raw.name);
      return [{ ...defined.trigger, id, origin: 'yaml', createdAt: null, updatedAt: null }];
    }
    for (const { path: field, message } of defined.faults)
      this.#fault([...path, ...field.split('.')], `${field}: ${message}`, raw.name);
    return [];
  }

  /** Each field has been looked at by `triggerFieldFault` and `filterFieldFault`. */
  #raw(entry: Readonly<Record<string, unknown>>, path: YamlPath): RawTrigger {
    const { name, channel, enabled, filter, config, action_secret, action_secret_file } = entry;
    const trigger = String(name);
    const tell = (below: YamlPath, message: string): void =>
      this.#fault([...path, ...below], `"${below.join('.')}" ${message}`, trigger);
    const secret = {
      ...(action_secret != null && { action_secret }),
      ...(action_secret_file != null && { action_secret_file }),
    };
    const filled = this.#secrets.fields(isRecord(config) ? config : {}, (at, message) =>
      tell(['config', ...at], message),
    );
    return {
      ...{ name: trigger, channel: String(channel), config: filled, ...this.#secrets.fields(secret, tell) },
      ...(typeof enabled === 'boolean' && { enabled }),
      ...(isRecord(filter) && { filter: filterOf(filter) }),
    };
  }

  #isSound(entry: Readonly<Record<string, unknown>>, path: YamlPath): boolean {
    const before = this.#faults.length;
    const name = typeof entry.name === 'string' ? entry.name : undefined;
    for (const [key, value] of Object.entries(entry)) this.#field([...path, key], triggerFieldFault(key, value), name);
    if (isRecord(entry.filter))
      for (const [key, value] of Object.entries(entry.filter))
        this.#field([...path, 'filter', key], filterFieldFault(key, value), name);
    for (const key of ['name', 'channel'])
      if (entry[key] === undefined) this.#fault(path, `a trigger needs a "${key}"`, name);
    return this.#faults.length === before;
  }

  #field(path: YamlPath, fault: string | undefined, name: string | undefined): void {
    if (fault !== undefined) this.#fault(path, fault, name);
  }

  #fault(path: YamlPath, message: string, name?: string): void {
    if (this.#faults.length >= MOST_FAULTS) return;
    const trigger = name === undefined ? 'triggers' : `trigger ${JSON.stringify(name)}`;
    this.#faults.push({ path: `${this.#parts.file}:${this.#document.positionOf(path).line} ${trigger}`, message });
  }
}

/** Each item once, whether they were written as a list or with commas. */
function filterOf(filter: Readonly<Record<string, unknown>>): RawFilter {
  const lists = Object.entries(filter).map(([key, value]) => {
    if (key === 'message_regex' || value === null) return [key, value] as const;
    return [key, [...new Set(typeof value === 'string' ? splitList(value) : (value as readonly string[]))]] as const;
  });
  return Object.fromEntries(lists) as RawFilter; // Each of them has been looked at.
}
