// The name of a line in a live view of a file, by which a view goes on behind it: where it begins, and what it says.
import { createHash } from 'node:crypto';

const FORM = /^f(?<offset>[0-9a-z]{1,11})-(?<hash>[0-9a-f]{16})$/;

export interface LineName {
  readonly offset: number;
  readonly isIt: (text: Uint8Array) => boolean;
}

export const lineName = (offset: number, text: Uint8Array): string => `f${offset.toString(36)}-${hashOf(text)}`;

/** Undefined for what no line is called. */
export function parseLineName(name: string): LineName | undefined {
  const { offset, hash } = FORM.exec(name)?.groups ?? {};
  if (offset === undefined) return undefined;
  const at = Number.parseInt(offset, 36);
  // Whoever asks may have written it.
  return Number.isSafeInteger(at) ? { offset: at, isIt: (text) => hashOf(text) === hash } : undefined;
}

const hashOf = (text: Uint8Array): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
