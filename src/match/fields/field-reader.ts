// Reads one field from the lines of a text, in their order. Lines that do not name it cost a search of the text and nothing else.
import { isBlank } from './blank.ts';
import { type FieldSpan, JsonField } from './json-field.ts';
import { findLogfmtField } from './logfmt-field.ts';

const OPEN_OBJECT = 0x7b;

export class FieldReader {
  readonly #path: Buffer;
  readonly #json: JsonField;
  /** How every way ends in which JSON can write the last key, but for one with escapes. */
  readonly #jsonNeedle: NextPlace;
  /** Escapes in which that key may be written. */
  readonly #escapes: NextPlace;
  readonly #logfmtNeedle: NextPlace;
  #text: Buffer = Buffer.alloc(0);

  constructor(field: string) {
    this.#path = Buffer.from(field);
    this.#json = new JsonField(this.#path);
    const last = field.slice(field.lastIndexOf('.') + 1);
    this.#escapes = new NextPlace(Buffer.from(/["\\/]/.test(last) ? '\\' : '\\u'));
    this.#jsonNeedle = new NextPlace(Buffer.from(`${last}"`));
    this.#logfmtNeedle = new NextPlace(Buffer.from(`${field}=`));
  }

  /** The lines that follow are some of this text. */
  begin(text: Uint8Array): void {
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.length);
    for (const place of [this.#jsonNeedle, this.#escapes, this.#logfmtNeedle]) place.begin();
  }

  /** The first place at or behind `from` where a line may name the field; infinite where there is none. */
  nextNamed(from: number): number {
    const text = this.#text;
    const [json, escapes, logfmt] = [this.#jsonNeedle, this.#escapes, this.#logfmtNeedle];
    return Math.min(json.behind(text, from), escapes.behind(text, from), logfmt.behind(text, from));
  }

  /** The field in the line [start, end), which lies behind the one before. */
  find(start: number, end: number): FieldSpan | undefined {
    const text = this.#text;
    let first = start;
    while (first < end && isBlank(text[first] ?? 0)) first++;
    if (first < end && text[first] === OPEN_OBJECT) {
      if (this.#jsonNeedle.behind(text, start) >= end && this.#escapes.behind(text, start) >= end) return undefined;
      return this.#json.find(text, start, end);
    }
    return this.#logfmtNeedle.behind(text, start) < end
      ? findLogfmtField(this.#path, { bytes: text, start, end })
      : undefined;
  }
}

/** Where some bytes stand next in a text that is read from its beginning to its end. */
class NextPlace {
  readonly #bytes: Buffer;
  #at = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  begin(): void {
    this.#at = -1;
  }

  /** The first place at or behind `from`; infinite where there is none. */
  behind(text: Buffer, from: number): number {
    if (this.#at < from) {
      const at = text.indexOf(this.#bytes, from);
      this.#at = at < 0 ? Number.POSITIVE_INFINITY : at;
    }
    return this.#at;
  }
}
