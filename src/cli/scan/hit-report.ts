// What `tocsin scan` says of the hits: each with its line, as JSON, as counts, or nothing at all.
import type { CaptureReader, LineMatch } from '../../match/captures/captures.ts';
import { decodeLine } from '../../match/text/utf8.ts';
import type { ScanRule } from './rule-file.ts';

export interface FoundHit {
  readonly rule: ScanRule;
  /** The input, when there is more than one. */
  readonly file: string | undefined;
  /** Counts from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** Makes the text to print for one hit. */
export type HitFormat = (hit: FoundHit) => string;

/** Gives the reader of a rule's captures. */
export type CapturesOf = (rule: ScanRule) => CaptureReader | undefined;

export function jsonFormat(capturesOf: CapturesOf): HitFormat {
  return ({ rule, file, line, bytes }) => {
    const text = decodeLine(bytes);
    const { start, end, captures } = matchIn(capturesOf(rule), bytes) ?? UNKNOWN_MATCH;
    const where = file === undefined ? { line } : { file, line };
    const { name, severity } = rule;
    return `${JSON.stringify({ ...where, rule: name, severity, text, start, end, captures })}\n`;
  };
}

const UNKNOWN_MATCH = { start: null, end: null, captures: null };

/** Undefined for a line so long that its captures were given up. */
function matchIn(reader: CaptureReader | undefined, line: Uint8Array): LineMatch | undefined {
  const result = reader?.read(line);
  return typeof result === 'object' ? result : undefined;
}

export const plainFormat: HitFormat = ({ rule, file, line, bytes }) =>
  `${file === undefined ? '' : `${file}:`}${line}: ${rule.name}: ${decodeLine(bytes)}\n`;

const RESET = '\u001b[0m';
const DIM = '\u001b[2m';
const MARK = '\u001b[1;31m';
const SEVERITY_COLOURS = {
  info: '\u001b[36m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
  critical: '\u001b[1;35m',
} as const;

export function colourFormat(capturesOf: CapturesOf): HitFormat {
  return ({ rule, file, line, bytes }) => {
    const text = decodeLine(bytes);
    const match = matchIn(capturesOf(rule), bytes);
    const shown = harmless(text);
    const marked = match
      ? `${shown.slice(0, match.start)}${MARK}${shown.slice(match.start, match.end)}${RESET}${shown.slice(match.end)}`
      : shown;
    const where = `${file === undefined ? '' : `${file}:`}${line}:`;
    return `${DIM}${where}${RESET} ${SEVERITY_COLOURS[rule.severity]}${rule.name}${RESET} ${marked}\n`;
  };
}

/** A log line must not steer the terminal; each such character becomes one that can be seen, so that places stay as they are. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, '\ufffd');
}

export interface Counts {
  readonly hits: readonly number[];
  readonly lines: number;
}

/** A row a rule, in the order of the file, and one for the lines that any of them hit. */
export function countTable(rules: readonly ScanRule[], { hits, lines }: Counts): string {
  const rows = [...rules.map(({ name }, at) => [hits[at] ?? 0, name] as const), [lines, '(lines with a hit)'] as const];
  const width = Math.max(...rows.map(([count]) => String(count).length));
  return rows.map(([count, name]) => `${String(count).padStart(width)}  ${name}\n`).join('');
}

export function countJson(rules: readonly ScanRule[], { hits, lines }: Counts): string {
  const byRule = rules.map(({ name }, at) => ({ rule: name, hits: hits[at] ?? 0 }));
  return `${JSON.stringify({ lines, rules: byRule })}\n`;
}
