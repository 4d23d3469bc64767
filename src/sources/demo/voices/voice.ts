// How one of the invented programs speaks: what it writes in one second, by nothing but that second.
import type { Trouble } from '../plot/story.ts';

export interface Moment {
  /** Milliseconds since 1970, at the beginning of a second. */
  readonly at: number;
  /** The same, counted in seconds from the beginning of the story. */
  readonly second: number;
  readonly trouble: Trouble | undefined;
  /** From 0 up to 1; the same for the same second and `which`. */
  chance(which: number): number;
  /** So many digits of base 16. */
  hex(count: number, which: number): string;
}

export interface Spoken {
  /** Within the second, from 0 to 999. Lines of one voice do not go back. */
  readonly ms: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export type Voice = (moment: Moment) => readonly Spoken[];

export const out = (ms: number, text: string): Spoken => ({ ms, stream: 'stdout', text });
export const err = (ms: number, text: string): Spoken => ({ ms, stream: 'stderr', text });

/** `2026-11-27T01:02:03.456Z`. */
export const isoAt = ({ at }: Moment, ms: number): string => new Date(at + ms).toISOString();

/** Of several lines that come in one second: each in its own part of it. */
export function spreadOver(count: number, moment: Moment, speak: (ms: number, n: number) => Spoken): readonly Spoken[] {
  const part = Math.floor(1_000 / Math.max(1, count));
  return Array.from({ length: count }, (_, n) => speak(n * part + Math.floor(moment.chance(900 + n) * part), n));
}
