// Looks for fields in the lines of a text, or in what they were taken out of, from the first line to the last.
import type { LineObjects } from '../../core/lines/objects/line-objects.ts';
import { NEWLINE } from '../../core/text/line-end.ts';
import type { FieldReader } from './field-reader.ts';
import type { FieldSpan } from './json-field.ts';

interface SearchedText {
  readonly text: Uint8Array;
  readonly count: number;
  readonly starts: Int32Array;
}

/** What lies between two lines is their `\n` alone, or what is not a line. */
export function inLines(lines: SearchedText, readers: readonly FieldReader[]): FieldSearch {
  const { buffer, byteOffset, length } = lines.text;
  const bytes = Buffer.from(buffer, byteOffset, length);
  const endOf = (line: number): number => {
    const newline = bytes.indexOf(NEWLINE, lines.starts[line] ?? 0);
    return newline < 0 ? bytes.length : newline;
  };
  return new FieldSearch(lines, { readers, endOf });
}

/** A line without an object has no field there. */
export function inObjects(
  { bytes, starts, ends }: LineObjects,
  count: number,
  readers: readonly FieldReader[],
): FieldSearch {
  const text = bytes.subarray(0, ends[count - 1]);
  return new FieldSearch({ text, count, starts }, { readers, endOf: (line) => ends[line] ?? 0 });
}

interface SearchTools {
  /** By field. */
  readonly readers: readonly FieldReader[];
  readonly endOf: (line: number) => number;
}

export class FieldSearch {
  readonly text: Uint8Array;
  readonly #lines: SearchedText;
  readonly #tools: SearchTools;
  /** By field, those that find anything at all. */
  readonly #named: readonly (FieldReader | undefined)[];
  /** In which a field may be named next. */
  #next = -1;
  /** Where the line ends that was looked into last. */
  readonly #end = { line: -1, at: 0 };

  constructor(lines: SearchedText, tools: SearchTools) {
    this.text = lines.text;
    [this.#lines, this.#tools] = [lines, tools];
    for (const reader of tools.readers) reader.begin(lines.text);
    const from = lines.starts[0] ?? 0;
    this.#named = tools.readers.map((reader) => (Number.isFinite(reader.nextNamed(from)) ? reader : undefined));
  }

  /** The first line at or behind `from` that may name a field; infinite where there is none. */
  nextLine(from: number): number {
    if (this.#next < from) this.#next = this.#lineOf(from);
    return this.#next;
  }

  /** The field in a line, which lies behind the one that was looked into before or is the same. */
  find(line: number, field: number): FieldSpan | undefined {
    const reader = this.#named[field];
    if (reader === undefined || this.nextLine(line) !== line) return undefined;
    const end = this.#end;
    if (end.line !== line) [end.line, end.at] = [line, this.#tools.endOf(line)];
    return reader.find(this.#lines.starts[line] ?? 0, end.at);
  }

  #lineOf(from: number): number {
    const { starts, count } = this.#lines;
    if (from >= count) return Number.POSITIVE_INFINITY;
    let place = Number.POSITIVE_INFINITY;
    for (const reader of this.#named) if (reader) place = Math.min(place, reader.nextNamed(starts[from] ?? 0));
    if (!Number.isFinite(place)) return Number.POSITIVE_INFINITY;
    let line = from;
    while (line + 1 < count && (starts[line + 1] ?? 0) <= place) line++;
    return line;
  }
}
