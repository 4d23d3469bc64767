// Finds one field of a line that is a JSON object, in its bytes: no object is made, and a line that is none has no field.
import { writeUnescaped } from '../../core/text/json-escapes.ts';
import { isBlank } from './blank.ts';
import { behindPlainValue, escapeLength } from './json-tokens.ts';

const [QUOTE, BACKSLASH, COMMA, COLON, DOT] = [0x22, 0x5c, 0x2c, 0x3a, 0x2e];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

/** What is deeper is no line of a log, and is not read. */
const MOST_DEPTH = 64;

/** Bytes of the line: of a text between its quotes, of anything else as it is written. */
export interface FieldSpan {
  readonly from: number;
  readonly to: number;
  readonly isQuoted: boolean;
}

/** What was found by way of a key that is the path's beginning up to `keyEnd`, or all of it. */
interface Found {
  readonly keyEnd: number;
  readonly span: FieldSpan | undefined;
}

/**
 * Reads a whole line, as strictly as JSON is defined but for what bytes of texts are. Of keys that are the same the last
 * counts; `a.b` is a key of that name, or `b` in the object `a`, and the longer key counts.
 */
export class JsonField {
  readonly #path: Uint8Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  /** The text that was passed last has escapes. */
  #isEscaped = false;

  constructor(path: Uint8Array) {
    this.#path = path;
  }

  /** The field in bytes[start, end), which begin with `{`, maybe behind blanks; undefined where it is not there, or they are no JSON. */
  find(bytes: Uint8Array, start: number, end: number): FieldSpan | undefined {
    [this.#bytes, this.#at, this.#end] = [bytes, start, end];
    this.#skipBlanks();
    const found: Found[] = [];
    if (!this.#object(0, found, MOST_DEPTH)) return undefined;
    this.#skipBlanks();
    return this.#at === end ? chosen(found) : undefined;
  }

  get #byte(): number {
    return this.#at < this.#end ? (this.#bytes[this.#at] ?? -1) : -1;
  }

  #skipBlanks(): void {
    while (isBlank(this.#byte)) this.#at++;
  }

  /** Whether the byte is the next one, behind blanks; then it is passed. */
  #takes(byte: number): boolean {
    this.#skipBlanks();
    if (this.#byte !== byte) return false;
    this.#at++;
    return true;
  }

  /** Passes an object; false where it is none. @param asked where in the path what is looked for in it begins; -1 for nothing */
  #object(asked: number, found: Found[], depth: number): boolean {
    if (depth === 0 || !this.#takes(OPEN_OBJECT)) return false;
    if (this.#takes(CLOSE_OBJECT)) return true;
    do {
      this.#skipBlanks();
      const from = this.#at + 1;
      if (!this.#string()) return false;
      const keyEnd = asked < 0 ? -1 : this.#keyEnd(from, this.#at - 1, asked);
      if (!this.#takes(COLON)) return false;
      this.#skipBlanks();
      if (!(keyEnd < 0 ? this.#value(depth) : this.#askedValue(keyEnd, found, depth))) return false;
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE_OBJECT);
  }

  #askedValue(keyEnd: number, found: Found[], depth: number): boolean {
    const from = this.#at;
    const isWhole = keyEnd === this.#path.length;
    const inner: Found[] = [];
    const isQuoted = this.#byte === QUOTE;
    const isSound =
      !isWhole && this.#byte === OPEN_OBJECT ? this.#object(keyEnd + 1, inner, depth - 1) : this.#value(depth);
    const quotes = isQuoted ? 1 : 0;
    const whole = { from: from + quotes, to: this.#at - quotes, isQuoted };
    found.push({ keyEnd, span: isWhole ? whole : chosen(inner) });
    return isSound;
  }

  /** Where the path goes on behind a key that is how it goes on from `asked`: its end, or a dot; -1 for any other key. */
  #keyEnd(from: number, to: number, asked: number): number {
    const [path, isEscaped] = [this.#path, this.#isEscaped];
    const key = isEscaped ? unescaped(this.#bytes, from, to) : this.#bytes;
    const [first, length] = isEscaped ? [0, key.length] : [from, to - from];
    const keyEnd = asked + length;
    if (keyEnd !== path.length && path[keyEnd] !== DOT) return -1;
    for (let at = 0; at < length; at++) if (key[first + at] !== path[asked + at]) return -1;
    return keyEnd;
  }

  #value(depth: number): boolean {
    switch (this.#byte) {
      case QUOTE:
        return this.#string();
      case OPEN_OBJECT:
        return this.#object(-1, NOTHING, depth - 1);
      case OPEN_ARRAY:
        return this.#array(depth - 1);
      default:
        return this.#passes(behindPlainValue(this.#bytes, this.#at, this.#end));
    }
  }

  /** Goes on there, unless there was nothing to pass. */
  #passes(behind: number): boolean {
    if (behind < 0) return false;
    this.#at = behind;
    return true;
  }

  #array(depth: number): boolean {
    this.#at++;
    if (depth === 0) return false;
    if (this.#takes(CLOSE_ARRAY)) return true;
    do {
      this.#skipBlanks();
      if (!this.#value(depth)) return false;
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE_ARRAY);
  }

  #string(): boolean {
    if (this.#byte !== QUOTE) return false;
    const [bytes, end] = [this.#bytes, this.#end];
    this.#isEscaped = false;
    for (let at = this.#at + 1; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte < 0x20) return false;
      if (byte !== BACKSLASH) continue;
      this.#isEscaped = true;
      const length = escapeLength(bytes, at, end);
      if (length === 0) return false;
      at += length - 1;
    }
    return false;
  }
}

/** What is looked for where nobody asks. */
const NOTHING: Found[] = [];

/** Of the longest key; of those that are the same, the last. */
function chosen(found: readonly Found[]): FieldSpan | undefined {
  if (found.length < 2) return found[0]?.span;
  const last = new Map(found.map(({ keyEnd, span }) => [keyEnd, span]));
  return [...last].toSorted(([one], [other]) => other - one).find(([, span]) => span !== undefined)?.[1];
}

function unescaped(bytes: Uint8Array, from: number, end: number): Uint8Array {
  const into = new Uint8Array(end - from);
  return into.subarray(0, writeUnescaped({ bytes, from, end }, { bytes: into, at: 0 }));
}
