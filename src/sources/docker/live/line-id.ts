// The name of a line in a live view, by which the view goes on behind it: its stamp, stream and content.
import type { StreamNumber } from '../../../core/lines/line-batch.ts';
import { parseStampText, type Stamp, stampText } from '../../../core/lines/stamp.ts';
import type { RawLine } from '../lines/raw-line.ts';

export interface LineId {
  readonly stamp: Stamp;
  readonly stream: StreamNumber;
  readonly hash1: number;
  readonly hash2: number;
}

export function lineIdText({ seconds, nanos, stream, hash1, hash2 }: RawLine): string {
  return `${stampText({ seconds, nanos })}-${stream}-${hash1.toString(16)}-${hash2.toString(16)}`;
}

/** Undefined for what no line is called. */
export function parseLineId(text: string): LineId | undefined {
  const { stamp, stream, hash1, hash2 } =
    /^(?<stamp>[\d.]+)-(?<stream>[12])-(?<hash1>[0-9a-f]{1,8})-(?<hash2>[0-9a-f]{1,8})$/.exec(text)?.groups ?? {};
  const at = stamp === undefined ? undefined : parseStampText(stamp);
  if (at === undefined) return undefined;
  return {
    stamp: at,
    stream: stream === '2' ? 2 : 1,
    hash1: Number.parseInt(hash1 ?? '', 16),
    hash2: Number.parseInt(hash2 ?? '', 16),
  };
}

export const isLine = (line: RawLine, { stamp, stream, hash1, hash2 }: LineId): boolean =>
  line.seconds === stamp.seconds &&
  line.nanos === stamp.nanos &&
  line.stream === stream &&
  line.hash1 === hash1 &&
  line.hash2 === hash2;
