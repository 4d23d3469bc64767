// The values that some lines have in some fields: a batch of its own, with a way back to the lines.

import type { LineObjects } from '../../core/lines/objects/line-objects.ts';
import { writeUnescaped } from '../../core/text/json-escapes.ts';
import { NEWLINE } from '../../core/text/line-end.ts';
import { FieldReader } from './field-reader.ts';
import { type FieldSearch, inLines, inObjects } from './field-search.ts';

export interface FieldReaders {
  readonly reader: FieldReader;
  /** For what lines were taken out of: one reads one text at a time. */
  readonly objectReader: FieldReader;
}

export interface ReadField extends FieldReaders {
  /** By the kind of line, a stream for instance: whether anybody asks for the field of such lines. */
  readonly isAsked: readonly boolean[];
}

export interface ReadLines {
  readonly text: Uint8Array;
  readonly count: number;
  readonly starts: Int32Array;
  /** By line. */
  readonly kinds: Uint8Array;
  /** What they were taken out of; there a field is looked for first. */
  readonly objects?: LineObjects | undefined;
}

export const readersOf = (field: string): FieldReaders => ({
  reader: new FieldReader(field),
  objectReader: new FieldReader(field),
});

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

  read(lines: ReadLines, fields: readonly ReadField[]): void {
    this.count = 0;
    this.length = 0;
    const { count, kinds, objects } = lines;
    const inText = inLines(
      lines,
      fields.map(({ reader }) => reader),
    );
    const ofObjects = fields.map(({ objectReader }) => objectReader);
    const searches = objects && count > 0 ? [inObjects(objects, count, ofObjects), inText] : [inText];
    for (let line = nextLine(searches, 0); line < count; line = nextLine(searches, line + 1)) {
      for (let field = 0; field < fields.length; field++)
        if (fields[field]?.isAsked[kinds[line] ?? 0]) this.#find(searches, line, field);
    }
  }

  /** The first that has it says what it is. */
  #find(searches: readonly FieldSearch[], line: number, field: number): void {
    for (const search of searches) {
      const span = search.find(line, field);
      if (span === undefined) continue;
      this.#add(search.text.subarray(span.from, span.to), { line, field, isQuoted: span.isQuoted });
      return;
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

/** The first at or behind `from` in which any field may be named. */
function nextLine(searches: readonly FieldSearch[], from: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const search of searches) next = Math.min(next, search.nextLine(from));
  return next;
}

function grown<Column extends Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(old: Column, size: number): Column {
  const larger = new (old.constructor as new (length: number) => Column)(size);
  larger.set(old);
  return larger;
}
