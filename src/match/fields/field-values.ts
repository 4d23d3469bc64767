// The values that some lines have in some fields: a batch of its own, with a way back to the lines.

import { writeUnescaped } from '../../core/text/json-escapes.ts';
import { NEWLINE } from '../../core/text/line-end.ts';
import type { FieldReader } from './field-reader.ts';

export interface ReadField {
  readonly reader: FieldReader;
  /** By the kind of line, a stream for instance: whether anybody asks for the field of such lines. */
  readonly isAsked: readonly boolean[];
}

export interface ReadLines {
  readonly text: Uint8Array;
  readonly count: number;
  readonly starts: Int32Array;
  /** By line. */
  readonly kinds: Uint8Array;
}

/** Values one behind the other, each with a `\n` behind it, by their lines and then by their fields. They are valid until others are read. */
export class FieldValues {
  count = 0;
  length = 0;
  bytes = new Uint8Array(4096);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** Whose value it is. */
  lines = new Int32Array(64);
  fields = new Uint8Array(64);

  read({ text, count, starts, kinds }: ReadLines, fields: readonly ReadField[]): void {
    this.count = 0;
    this.length = 0;
    const asked = fields.map((of, field) => ({ ...of, field }));
    for (const { reader } of asked) reader.begin(text);
    const named = asked.filter(({ reader }) => Number.isFinite(reader.nextNamed(0)));
    const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
    for (let line = 0; line < count; line++) {
      const next = nextNamed(named, starts[line] ?? 0);
      if (next === undefined) return;
      while (line + 1 < count && (starts[line + 1] ?? 0) <= next) line++;
      const start = starts[line] ?? 0;
      // What lies between two lines is their `\n` alone, or what is not a line.
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? text.length : newline;
      for (const { reader, isAsked, field } of named) {
        const span = isAsked[kinds[line] ?? 0] ? reader.find(start, end) : undefined;
        if (span) this.#add(text.subarray(span.from, span.to), { line, field, isQuoted: span.isQuoted });
      }
    }
  }

  #add(raw: Uint8Array, of: { readonly line: number; readonly field: number; readonly isQuoted: boolean }): void {
    this.#makeRoom(raw.length + 1);
    this.starts[this.count] = this.length;
    this.lines[this.count] = of.line;
    this.fields[this.count] = of.field;
    if (of.isQuoted)
      this.length = writeUnescaped({ bytes: raw, from: 0, end: raw.length }, { bytes: this.bytes, at: this.length });
    else {
      this.bytes.set(raw, this.length);
      this.length += raw.length;
    }
    this.ends[this.count++] = this.length;
    this.bytes[this.length++] = NEWLINE;
  }

  #makeRoom(bytes: number): void {
    if (this.length + bytes > this.bytes.length) this.bytes = grown(this.bytes, 2 * (this.length + bytes));
    if (this.count < this.starts.length) return;
    const size = 2 * this.count;
    this.starts = grown(this.starts, size);
    this.ends = grown(this.ends, size);
    this.lines = grown(this.lines, size);
    this.fields = grown(this.fields, size);
  }
}

/** The next place at or behind `from` where any of the fields may be named. */
function nextNamed(fields: readonly ReadField[], from: number): number | undefined {
  let next = Number.POSITIVE_INFINITY;
  for (const { reader } of fields) next = Math.min(next, reader.nextNamed(from));
  return Number.isFinite(next) ? next : undefined;
}

function grown<Column extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(old: Column, size: number): Column {
  const larger = new (old.constructor as new (length: number) => Column)(size);
  larger.set(old);
  return larger;
}
