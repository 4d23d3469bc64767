// Turns any value into plain data that may leave the process, with secrets masked and its size bounded.
import { isSecretName } from './secret-names.ts';
import { MASK, scrubText } from './secret-text.ts';

export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };
export type PlainRecord = { readonly [name: string]: PlainValue };

export interface RedactionOptions {
  /** Whether errors keep their stack. */
  readonly stacks: boolean;
}

/** Bounds of one log line; what lies beyond them is named as left out, never walked. */
const DEEPEST = 8;
const MOST_ENTRIES = 100;
const MOST_VALUES = 1_000;
const LONGEST_TEXT = 8_192;
/** A text is scrubbed further than it is shown, so that no secret is cut in two before it is seen. */
const LONGEST_SCRUBBED = 4 * LONGEST_TEXT;

/**
 * Turns any value into plain data that may leave the process: secrets are masked by the name of their field at any depth and by their look inside texts,
 * cycles and hostile objects are named instead of followed, and the size is bounded. It never throws and never changes what it is given.
 */
export function redact(data: Readonly<Record<string, unknown>>, options: RedactionOptions): PlainRecord {
  return new Redaction(options).record(data, Object.keys(data), []);
}

/** One walk over one value: the state is the budget that it has left. */
class Redaction {
  readonly #options: RedactionOptions;
  #valuesLeft = MOST_VALUES;

  constructor(options: RedactionOptions) {
    this.#options = options;
  }

  /** `above` are the objects that this value lies in, by which a cycle is known. */
  value(value: unknown, above: readonly object[]): PlainValue {
    if (this.#valuesLeft-- <= 0) return '[left out: too many values]';
    switch (typeof value) {
      case 'string':
        return plainText(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        return value;
      case 'bigint':
        return String(value);
      case 'object':
        return value === null ? null : this.#object(value, above);
      case 'undefined':
        return null;
      default:
        return `[${typeof value}]`;
    }
  }

  record(source: object, names: readonly string[], above: readonly object[]): PlainRecord {
    const record: Record<string, PlainValue> = Object.create(null);
    const inside = [...above, source];
    for (const name of names.slice(0, MOST_ENTRIES)) {
      const value = read(source, name);
      if (value !== undefined) record[plainText(name)] = this.#named(name, value, inside);
    }
    if (names.length > MOST_ENTRIES) record['…'] = `[left out: ${names.length - MOST_ENTRIES} fields]`;
    return record;
  }

  /** Whether something is there, or that a switch is on, is no secret. */
  #named(name: string, value: unknown, above: readonly object[]): PlainValue {
    const masked = value !== null && typeof value !== 'boolean' && isSecretName(name);
    return masked ? MASK : this.value(value, above);
  }

  #object(value: object, above: readonly object[]): PlainValue {
    if (above.includes(value)) return '[circular]';
    if (above.length >= DEEPEST) return '[left out: too deep]';
    try {
      return this.#shape(value, above);
    } catch {
      return '[unreadable]';
    }
  }

  #shape(value: object, above: readonly object[]): PlainValue {
    const inside = [...above, value];
    if (Array.isArray(value)) return this.#list(value, inside);
    if (value instanceof Error) return this.#error(value, above);
    if (value instanceof Set) return this.#list([...value], inside);
    if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
      return this.#pairs([...value], inside);
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.value(value.toJSON(), inside);
    return this.#labelled(value) ?? this.record(value, Object.keys(value), above);
  }

  /** `{name: 'authorization', value: '…'}` says in one field what the other is. */
  #labelled(value: object): PlainValue | undefined {
    const label = read(value, 'name') ?? read(value, 'key');
    if (typeof label !== 'string' || !('value' in value) || !isSecretName(label)) return undefined;
    return { name: plainText(label), value: MASK };
  }

  #list(items: readonly unknown[], inside: readonly object[]): PlainValue {
    const [first, second] = items;
    if (items.length === 2 && typeof first === 'string') return [plainText(first), this.#named(first, second, inside)];
    const plain = items.slice(0, MOST_ENTRIES).map((item, at) => this.#named(nameIn(items[at - 1]), item, inside));
    return items.length > MOST_ENTRIES ? [...plain, `[left out: ${items.length - MOST_ENTRIES} items]`] : plain;
  }

  #pairs(pairs: readonly (readonly [unknown, unknown])[], inside: readonly object[]): PlainValue {
    const source = Object.create(null);
    for (const [name, value] of pairs) source[typeof name === 'object' ? '[object]' : String(name)] = value;
    return this.record(source, Object.keys(source), inside);
  }

  #error(error: Error, above: readonly object[]): PlainValue {
    const own = Object.keys(error).filter((name) => name !== 'stack');
    const names = ['name', 'code', 'message', ...own, 'cause', 'errors', ...(this.#options.stacks ? ['stack'] : [])];
    return this.record(error, [...new Set(names)], above);
  }
}

/** In a list of headers, or of what a command was given, a name stands before its value. */
const nameIn = (item: unknown): string => (typeof item === 'string' && /^[\w.-]{1,100}$/.test(item) ? item : '');

/** A getter that throws is that object's affair, not the log's. */
function read(source: object, name: string): unknown {
  try {
    return Reflect.get(source, name);
  } catch {
    return '[unreadable]';
  }
}

function plainText(text: string): string {
  const scrubbed = scrubText(text.slice(0, LONGEST_SCRUBBED));
  if (scrubbed.length <= LONGEST_TEXT && text.length <= LONGEST_SCRUBBED) return scrubbed;
  return `${scrubbed.slice(0, LONGEST_TEXT)}… [cut, ${text.length} characters]`;
}
