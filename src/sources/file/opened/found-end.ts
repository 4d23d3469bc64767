// Where a file is begun of which nothing is wanted but what has come since it was found.
import type { GapReason } from '../../../core/lines/reading.ts';
import type { FoundEnd } from '../generation/file-position.ts';
import type { SeenFile } from '../generation/survey.ts';

type SizedFile = Pick<SeenFile, 'file' | 'size'>;

/** It is wanted, and cannot be opened: `before` is what was known of it. */
export function endOfUnbegun({ file, size }: SizedFile, before: FoundEnd | undefined): FoundEnd {
  const isKnown = before !== undefined && (!before.isUnwanted || hasGrown({ file, size }, before));
  return { ...(isKnown ? before : { file, size }), isUnwanted: false };
}

/** It can be opened: where it is begun, and why something is lost that had come before. */
export function beginsAt(now: SizedFile, end: FoundEnd | undefined): { at: number; lost: GapReason | undefined } {
  if (end === undefined) return { at: now.size, lost: undefined };
  if (hasGrown(now, end)) return { at: end.size, lost: undefined };
  if (end.isUnwanted) return { at: 0, lost: undefined };
  return { at: 0, lost: now.file === end.file ? 'truncated' : 'rotated' };
}

const hasGrown = (now: SizedFile, end: FoundEnd): boolean => now.file === end.file && now.size >= end.size;
