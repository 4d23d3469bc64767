// How one hit is printed: as JSON, in colour, or plainly; in pieces, as a line may be longer than a string.
import { isUtf8 } from 'node:buffer';
import type { CaptureReader, MatchPlaces } from '../../match/captures/captures.ts';
import { decodedLength, decodeLine, decodePieces, piecesOf } from '../../match/text/utf8.ts';
import { DIM, RESET, SEVERITY_COLOURS } from '../shell/colours.ts';
import { harmless } from './harmless.ts';
import type { ScanRule } from './rules/rule-file.ts';

export interface FoundHit {
  readonly rule: ScanRule;
  /** The input, when there is more than one. */
  readonly file: string | undefined;
  /** Counts from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
  /** What the pattern saw, where the rule looks at a field. */
  readonly value?: Uint8Array | undefined;
}

/** Makes what to print for one hit: text, and bytes of the line that are none. */
export type HitFormat<Piece = string | Uint8Array> = (hit: FoundHit) => Iterable<Piece>;

/** Gives the reader of a rule's captures. */
export type CapturesOf = (rule: ScanRule) => CaptureReader;

export function jsonFormat(capturesOf: CapturesOf): HitFormat<string> {
  return function* ({ rule, file, line, bytes, value }) {
    const where = file === undefined ? { line } : { file, line };
    yield `${JSON.stringify({ ...where, rule: rule.name, severity: rule.severity }).slice(0, -1)},"text":`;
    yield* jsonText(bytes);
    const seen = value ?? bytes;
    if (value) {
      yield `,"field":${JSON.stringify(rule.field)},"value":`;
      yield* jsonText(value);
    }
    const match = placesIn(capturesOf(rule), seen);
    if (match) yield* jsonMatch(match, seen);
    else yield ',"start":null,"end":null,"captures":null}\n';
  };
}

function* jsonMatch({ start, end, groups }: MatchPlaces, bytes: Uint8Array): Iterable<string> {
  const first = decodedLength(bytes.subarray(0, start));
  yield `,"start":${first},"end":${first + decodedLength(bytes.subarray(start, end))},"captures":{`;
  let comma = '';
  for (const [key, place] of groups) {
    yield `${comma}${JSON.stringify(key)}:`;
    yield* jsonText(place ? bytes.subarray(place.start, place.end) : EMPTY);
    comma = ',';
  }
  yield '}}\n';
}

const EMPTY = new Uint8Array();

function* jsonText(bytes: Uint8Array): Iterable<string> {
  yield '"';
  for (const piece of decodePieces(bytes)) yield JSON.stringify(piece).slice(1, -1);
  yield '"';
}

/** Undefined for a line whose captures were given up. */
function placesIn(reader: CaptureReader, line: Uint8Array): MatchPlaces | undefined {
  const found = reader.find(line);
  return typeof found === 'object' ? found : undefined;
}

/** For a pipe or a file: the line as it is, also where it is no UTF-8. */
export const plainFormat: HitFormat = function* ({ rule, file, line, bytes }) {
  yield `${where(file, line)} ${rule.name}: `;
  for (const piece of piecesOf(bytes)) yield isUtf8(piece) ? decodeLine(piece) : piece;
  yield '\n';
};

/** For a terminal that wants no colours. */
export const colourlessFormat: HitFormat<string> = function* ({ rule, file, line, bytes }) {
  yield `${harmless(where(file, line))} ${rule.name}: `;
  yield* harmlessPieces(bytes);
  yield '\n';
};

const where = (file: string | undefined, line: number): string => `${file === undefined ? '' : `${file}:`}${line}:`;

const MARK = '\u001b[1;31m';

export function colourFormat(capturesOf: CapturesOf): HitFormat<string> {
  return function* ({ rule, file, line, bytes, value }) {
    yield `${DIM}${harmless(where(file, line))}${RESET} ${SEVERITY_COLOURS[rule.severity]}${rule.name}${RESET} `;
    // Where a field's value lies in its line is not told.
    const { start, end } = (value ? undefined : placesIn(capturesOf(rule), bytes)) ?? { start: 0, end: 0 };
    yield* harmlessPieces(bytes.subarray(0, start));
    if (end > start) {
      yield MARK;
      yield* harmlessPieces(bytes.subarray(start, end));
      yield RESET;
    }
    yield* harmlessPieces(bytes.subarray(end));
    yield '\n';
  };
}

function* harmlessPieces(bytes: Uint8Array): Iterable<string> {
  for (const piece of decodePieces(bytes)) yield harmless(piece);
}
