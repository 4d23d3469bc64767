// The rows of the kernel's table: which of them stands for which state, and the transitions between them, as the kernel asks for them.
import type { CombinedDfa } from '../../automaton/combined-dfa.ts';
import { LINE_COLUMNS, LINE_ROW_SHIFT, LINE_ROWS, NO_ROW } from '../../wasm/layout.ts';
import { lineColumns, MAX_COLUMNS } from './columns.ts';
import { KINDS, type LineState, LineStates } from './line-states.ts';
import { EMPTY_REGION, type Region } from './region.ts';

/** Keys are made of a row, a set and a kind; this bounds the sets. */
const MAX_TOLD_SETS = 4096;

/** Bytes that are held beside the kernel's memory for each row: its state and its places in maps. */
const BYTES_PER_ROW = 160;

const NOTHING = new Int32Array();

export class LineRows {
  /** Where every line starts. */
  start = 0;
  /** Behind this the rest of a line is of no interest. */
  dead = 0;

  readonly #dfa: CombinedDfa;
  readonly #states: LineStates;
  readonly #columns: Uint8Array;
  readonly #columnCount: number;
  /** What a row takes of the table. */
  readonly #units: number;
  /** The kernel's memory. */
  #halves = new Uint16Array();
  #region = EMPTY_REGION;
  #generation = -1;
  /** The next row that is just gone to, and the next one that means something. */
  #plain = 0;
  #marked = 0;
  readonly #rows = new Map<number, number>();
  readonly #meanings = new Map<number, LineState>();
  readonly #reports = new Map<number, Int32Array>();

  constructor(dfa: CombinedDfa) {
    this.#dfa = dfa;
    this.#states = new LineStates(dfa);
    const { of, count } = lineColumns(dfa.cache.transitions);
    this.#columns = of;
    this.#columnCount = count;
    this.#units = Math.ceil((2 * count) / (1 << LINE_ROW_SHIFT));
  }

  /** Whether the kernel can tell as many kinds of bytes apart as the automaton does. */
  get fits(): boolean {
    return this.#columnCount <= MAX_COLUMNS;
  }

  get byteSize(): number {
    return BYTES_PER_ROW * this.#meanings.size;
  }

  /** How many transitions were copied that the automaton had already: the price of a table that is too small. */
  get copied(): number {
    return this.#states.known;
  }

  /** Whether the automaton's rows are still those that were copied. */
  get isCurrent(): boolean {
    return this.#generation === this.#dfa.cache.transitions.generation;
  }

  /** Whether one more transition can be entered. */
  get hasRoom(): boolean {
    const { plain, marked } = this.#region;
    const hasRows = this.#plain + this.#units <= plain.end && this.#marked + this.#units <= marked.end;
    return hasRows && this.#states.setCount < MAX_TOLD_SETS;
  }

  /** To be called before a text is read: the kernel may have read for another group, or its memory lie elsewhere. */
  use(memory: Uint8Array<ArrayBuffer>, region: Region): void {
    if (memory.buffer !== this.#halves.buffer) this.#halves = new Uint16Array(memory.buffer);
    if (region !== this.#region || !this.isCurrent) {
      this.#region = region;
      this.renew([]);
    }
    for (const [byte, column] of this.#columns.entries()) memory[LINE_COLUMNS + byte] = 2 * column;
    this.#halves.fill(NO_ROW, placeOf(NO_ROW), placeOf(NO_ROW) + MAX_COLUMNS);
  }

  /** Empties the table but for the start and these rows, and gives their new numbers. */
  renew(rows: readonly number[]): number[] {
    const kept = rows.map((row) => this.#meanings.get(row));
    this.#generation = this.#dfa.cache.transitions.generation;
    this.#states.forget();
    this.#plain = this.#region.plain.first;
    this.#marked = this.#region.marked.first;
    this.#rows.clear();
    this.#meanings.clear();
    this.#reports.clear();
    this.start = this.#rowOf(this.#states.start);
    this.dead = this.#rowOf(this.#states.over);
    return kept.map((state) => (state ? this.#rowOf(this.#states.again(state)) : this.start));
  }

  /** The patterns that are to be told on coming to a row. */
  reportOf(row: number): Int32Array {
    return this.#reports.get(row) ?? NOTHING;
  }

  /** Enters the transition from a row by a byte. False when there is none to enter: the line must be read in another way. */
  learn(row: number, byte: number): boolean {
    const from = this.#meanings.get(row);
    const to = from && this.#states.behind(from, byte);
    if (to === undefined || !this.isCurrent) return false;
    this.#halves[placeOf(row) + (this.#columns[byte] ?? 0)] = this.#rowOf(to);
    return true;
  }

  #rowOf(state: LineState): number {
    const kind = KINDS.indexOf(state.kind);
    const key = (state.row * MAX_TOLD_SETS * 2 + state.told.number) * KINDS.length + kind;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const made = this.#allot(state);
    this.#rows.set(key, made);
    this.#meanings.set(made, state);
    return made;
  }

  #allot({ kind, row }: LineState): number {
    const isPlain = kind === 'silent' || kind === 'pending';
    const made = isPlain ? this.#plain : this.#marked;
    if (isPlain) this.#plain += this.#units;
    else {
      this.#marked += this.#units;
      // The automaton may forget its rows before the event is heard of.
      this.#reports.set(made, this.#states.newsOf(row));
    }
    this.#halves.fill(NO_ROW, placeOf(made), placeOf(made) + this.#columnCount);
    return made;
  }
}

/** Where a row begins, in Uint16. */
const placeOf = (row: number): number => (LINE_ROWS + (row << LINE_ROW_SHIFT)) / 2;
