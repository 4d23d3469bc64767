// The table of one DFA as long as it pays: it keeps count of what was read, gives up when states never come again, and gives way when others need the room.
import type { Program } from '../program/program.ts';
import { CacheBudget, type CacheHolder } from './cache-budget.ts';
import { BYTES_PER_STATE, Transitions } from './transitions.ts';

export interface DfaOptions {
  /** Bound of the bytes that table, states and rows may take; when it is reached they are forgotten and built anew. */
  readonly maxBytes?: number;
  /** What several automata may hold together. */
  readonly budget?: CacheBudget;
}

/** After giving up, lines are simulated for so many bytes for each state that there was; twice as many each time that it gives up soon again, up to so often. */
const REST_PER_STATE = 10;
const MOST_DOUBLINGS = 3;

export class DfaCache implements CacheHolder {
  readonly transitions: Transitions;
  usedAt = 0;
  readonly #budget: CacheBudget;
  /** Bytes read so far, over all lines. */
  #read = 0;
  /** Until so many bytes have been read, lines are simulated. */
  #restUntil = 0;
  #doublings = 0;
  #giveUps = 0;

  constructor(program: Program, { maxBytes, budget = new CacheBudget() }: DfaOptions) {
    this.transitions = new Transitions(program, maxBytes, budget.scratch);
    this.#budget = budget;
  }

  /** How often the table did not pay and lines had to be simulated. */
  get giveUps(): number {
    return this.#giveUps;
  }

  get cacheBytes(): number {
    return this.transitions.cacheBytes;
  }

  /** To be asked before each line: whether it must be simulated, as the table would not pay. */
  isResting(): boolean {
    this.usedAt = this.#budget.clock;
    return this.#read < this.#restUntil;
  }

  hasRead(bytes: number): void {
    this.#read += bytes;
  }

  /** As `Transitions.follow`; `offset` is how much of the line was read since `hasRead` was told. */
  follow(row: number, column: number, offset: number): number {
    const { transitions } = this;
    const before = transitions.cacheBytes;
    const next = transitions.follow(row, column, this.#read + offset);
    if (transitions.cacheBytes > before) this.#budget.sizeChanged(this);
    return next;
  }

  /** The table did not pay: it is let go, and lines are simulated for a while. */
  giveUp(): void {
    this.#giveUps++;
    this.#rest();
    this.transitions.forgetStates(this.#restUntil);
    this.#budget.sizeChanged(this);
  }

  /** A simulation has made rows of bits, or forgotten some. */
  rowsChanged(): void {
    this.#budget.sizeChanged(this);
  }

  /** The room is needed by others. If the table had not paid yet, it is not begun again at once. */
  forget(): void {
    const { transitions } = this;
    if (this.#read - transitions.begunAt < BYTES_PER_STATE * transitions.stateCount) this.#rest();
    transitions.forgetStates(Math.max(this.#read, this.#restUntil));
    transitions.stepper.forgetRows();
  }

  /** Nothing of it will be used again. */
  release(): void {
    this.#budget.release(this);
  }

  #rest(): void {
    const length = REST_PER_STATE * this.transitions.stateCount;
    const isSoon = this.#read - this.#restUntil < length;
    this.#doublings = isSoon && this.#restUntil > 0 ? Math.min(this.#doublings + 1, MOST_DOUBLINGS) : 0;
    this.#restUntil = this.#read + length * 2 ** this.#doublings;
  }
}
