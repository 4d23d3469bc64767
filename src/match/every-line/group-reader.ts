// What reads texts for the rules of one group, whichever automaton it has.
import type { Found, LineText } from './line-text.ts';
import type { Region } from './table/region.ts';

/** Reads texts for the rules of one group, which it knows by their order. */
export interface GroupReader {
  /** Whether a region of the kernel's table makes it faster. */
  readonly usesTable: boolean;
  /** How often its table of states did not pay. */
  readonly giveUps: number;
  readonly stateCount: number;
  readonly byteSize: number;
  /** @param region its own part of the kernel's table; without one every line is read by itself. */
  read(text: LineText, region: Region | undefined, found: Found): void;
  /** It will not be used again: others may have the room. */
  release(): void;
}
