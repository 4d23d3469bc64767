// The name of a line in a live view, by which a view goes on behind it: its stamp, stream and content, and of equal lines which one.
import type { StreamNumber } from '../../../core/lines/line-batch.ts';
import { parseStampText, type Stamp, stampText } from '../../../core/lines/stamp.ts';
import type { RawLine } from '../lines/raw-line.ts';

export interface LineId {
  readonly stamp: Stamp;
  readonly stream: StreamNumber;
  readonly hash1: number;
  readonly hash2: number;
  /** Where stamps have whole seconds: which one it is of equal lines of its second. Else 0. */
  readonly nth: number;
}

const FORM =
  /^(?<stamp>[\d.]{1,30})-(?<stream>[12])-(?<hash1>[0-9a-f]{1,8})-(?<hash2>[0-9a-f]{1,8})(?:-(?<nth>[1-9]\d{0,8}))?$/;

export function lineIdText({ seconds, nanos, stream, hash1, hash2 }: RawLine, nth: number): string {
  const one = `${stampText({ seconds, nanos })}-${stream}-${hash1.toString(16)}-${hash2.toString(16)}`;
  return nth === 0 ? one : `${one}-${nth}`;
}

/** Undefined for what no line is called. */
export function parseLineId(text: string): LineId | undefined {
  const { stamp, stream, hash1 = '', hash2 = '', nth = '0' } = FORM.exec(text)?.groups ?? {};
  const at = stamp === undefined ? undefined : parseStampText(stamp);
  if (at === undefined) return undefined;
  return {
    stamp: at,
    stream: stream === '2' ? 2 : 1,
    hash1: Number.parseInt(hash1, 16),
    hash2: Number.parseInt(hash2, 16),
    nth: Number(nth),
  };
}

export const isLine = (line: RawLine, nth: number, { stamp, ...id }: LineId): boolean =>
  line.seconds === stamp.seconds &&
  line.nanos === stamp.nanos &&
  line.stream === id.stream &&
  line.hash1 === id.hash1 &&
  line.hash2 === id.hash2 &&
  nth === id.nth;
