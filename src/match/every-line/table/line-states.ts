// What a loop over many lines must know at each byte: the state of the automaton, what of the line was told already, and what an end of line or a `\r` makes of it.
import { CARRIAGE_RETURN, NEWLINE } from '../../../core/text/line-end.ts';
import type { CombinedDfa } from '../../automaton/combined-dfa.ts';
import { DEAD, FIRST_REPORT, GIVE_UP, reportEntry, UNKNOWN } from '../../automaton/transitions.ts';
import { type ToldSet, ToldSets } from './told-sets.ts';

/** All kinds; each has a number for keys. */
export const KINDS = [
  /** The state of the automaton's row, and nothing to tell. */
  'silent',
  /** The same behind a `\r`, of which only the next byte shows whether it belongs to the line. */
  'pending',
  /** The state of the row, whose patterns are to be told. */
  'telling',
  /** The line before has ended in the row: its patterns are to be told, and a line begins. */
  'ended',
  /** The row's patterns are to be told, and the rest of the line is of no interest. */
  'last',
  /** The rest of the line is of no interest. */
  'over',
] as const;

export interface LineState {
  readonly kind: (typeof KINDS)[number];
  /** A row of the automaton's own table. */
  readonly row: number;
  /** Patterns that are known to be told of this line. */
  readonly told: ToldSet;
}

/**
 * With more patterns than this, what was told is remembered only while each byte finds the same again: else there could be a state for each
 * row and each set of patterns. Whoever hears of a pattern twice drops it.
 */
const MAX_REMEMBERED = 4;

/** Follows an automaton from state to state of this kind. */
export class LineStates {
  readonly #dfa: CombinedDfa;
  #told: ToldSets;
  #known = 0;

  constructor(dfa: CombinedDfa) {
    this.#dfa = dfa;
    this.#told = new ToldSets(dfa.cache.transitions.stepper.matchedAtStart);
  }

  /** Where every line starts. The patterns that match before the first byte are told by others. */
  get start(): LineState {
    return { kind: 'silent', row: this.#dfa.cache.transitions.startRow, told: this.#told.atStart };
  }

  get over(): LineState {
    return { kind: 'over', row: 0, told: this.#told.atStart };
  }

  /** The patterns that are found on coming to a row of the automaton, but for those that every line is told of. */
  newsOf(row: number): Int32Array {
    const always = this.#told.atStart.patterns;
    return this.#dfa.cache.transitions.matchedOn(row).filter((pattern) => !always.includes(pattern));
  }

  /** How many sets of told patterns are known. */
  get setCount(): number {
    return this.#told.count;
  }

  /** How many transitions were asked for that the automaton had already. */
  get known(): number {
    return this.#known;
  }

  /** Forgets the sets of told patterns; `again` gives a state that was known before. */
  forget(): void {
    this.#told = new ToldSets(this.#dfa.cache.transitions.stepper.matchedAtStart);
  }

  again(state: LineState): LineState {
    return { ...state, told: this.#told.with(this.#told.atStart, state.told.patterns) };
  }

  /**
   * The state behind a byte. Undefined when the automaton gives up, or when what it found can no more be told: the line must be read in another
   * way. The automaton may forget all rows meanwhile; then what is given means nothing.
   */
  behind(state: LineState, byte: number): LineState | undefined {
    const { kind } = state;
    if (kind === 'last' || kind === 'over') return byte === NEWLINE ? this.start : this.over;
    if (byte === NEWLINE) return this.#behindEnd(state);
    const { columns } = this.#dfa.cache.transitions;
    let { row, told } = kind === 'ended' ? this.start : state;
    if (kind === 'pending') {
      row = this.#next(row, columns[CARRIAGE_RETURN] ?? 0);
      if (row === DEAD) return this.over;
      // The `\r` was a match, which is seen a byte too late to tell where.
      if (row < 0) return undefined;
    }
    return byte === CARRIAGE_RETURN
      ? { kind: 'pending', row, told }
      : this.#entered(this.#next(row, columns[byte] ?? 0), told);
  }

  /** Behind a `\n`; a `\r` before it was no part of the line. */
  #behindEnd(state: LineState): LineState | undefined {
    const { row, told } = state.kind === 'ended' ? this.start : state;
    const { endColumn } = this.#dfa.cache.transitions;
    const entry = this.#next(row, endColumn);
    if (entry === GIVE_UP) return undefined;
    if (entry > FIRST_REPORT || this.#with(told, reportEntry(entry)) === told) return this.start;
    return { kind: 'ended', row: reportEntry(entry), told: this.#told.atStart };
  }

  /** What a transition of the automaton leads to. */
  #entered(entry: number, told: ToldSet): LineState | undefined {
    if (entry === GIVE_UP) return undefined;
    if (entry === DEAD) return this.over;
    const patterns = this.#dfa.matched.length;
    const remembered = patterns <= MAX_REMEMBERED ? told : this.#told.atStart;
    if (entry > FIRST_REPORT) return { kind: 'silent', row: entry, told: remembered };
    const row = reportEntry(entry);
    const all = this.#with(told, row);
    if (all === told) return { kind: 'silent', row, told };
    return { kind: all.patterns.length === patterns ? 'last' : 'telling', row, told: all };
  }

  #with(told: ToldSet, row: number): ToldSet {
    return this.#told.with(told, this.#dfa.cache.transitions.matchedOn(row));
  }

  /** A step of the automaton itself, made now if it was not known. */
  #next(row: number, column: number): number {
    const { cache } = this.#dfa;
    const known = cache.transitions.table[row + column] ?? UNKNOWN;
    if (known === UNKNOWN) return cache.follow(row, column, 0);
    this.#known++;
    return known;
  }
}
