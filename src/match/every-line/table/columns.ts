// The columns of the kernel's table: which of them each byte has, frequent bytes first, so that mostly one cache line of a row is read.
import { CARRIAGE_RETURN, NEWLINE } from '../../../core/text/line-end.ts';
import type { Transitions } from '../../automaton/transitions.ts';

/** Places in a row are told in one byte, two each. */
export const MAX_COLUMNS = 128;

/** What logs are full of, more or less by frequency. It decides about speed only. */
const FREQUENT = Buffer.from(' e0t1a2o3i4n5r6s7l8d9c:.-u/mp\n"=h,gfb_wvyk[](){}TIERSANOxCDLPj');

/** The column of each byte: `\n` and `\r` have one of their own, all other bytes share one where the automaton has one for them. */
export function lineColumns({ columns }: Pick<Transitions, 'columns'>): {
  readonly of: Uint8Array;
  readonly count: number;
} {
  const keyOf = (byte: number): number => {
    if (byte === NEWLINE) return -1;
    return byte === CARRIAGE_RETURN ? -2 : (columns[byte] ?? 0);
  };
  const numbers = new Map<number, number>();
  const of = new Uint8Array(256);
  for (const byte of [...FREQUENT, ...of.keys()]) {
    const number = numbers.get(keyOf(byte)) ?? numbers.size;
    numbers.set(keyOf(byte), number);
    of[byte] = number;
  }
  return { of, count: numbers.size };
}
