// One text read by the kernel's loop, and all that interrupts it.
import type { CombinedDfa } from '../../automaton/combined-dfa.ts';
import { MAX_EVENTS } from '../../wasm/layout.ts';
import { type Found, type LineText, readEachLine } from '../line-text.ts';
import type { LineRows } from './line-rows.ts';
import { PARTS, Streams } from './streams.ts';
import { ToldLines } from './told-lines.ts';

interface TableRunOptions {
  readonly dfa: CombinedDfa;
  /** Ready for this text. */
  readonly rows: LineRows;
  readonly text: LineText;
  readonly found: Found;
}

/**
 * The kernel runs until it lacks a transition; that is made, copied to its table, and it goes on. Where the automaton forgets its
 * states, gives up, or decides what no row can tell, the lines at hand are read by the automaton alone from where they begin: each line
 * that once, so time stays linear.
 */
export class TableRun {
  readonly #dfa: CombinedDfa;
  readonly #rows: LineRows;
  readonly #text: LineText;
  readonly #found: Found;
  readonly #streams: Streams;
  readonly #told: ToldLines;

  constructor({ dfa, rows, text, found }: TableRunOptions) {
    this.#dfa = dfa;
    this.#rows = rows;
    this.#text = text;
    this.#found = found;
    this.#streams = new Streams(text.kernel);
    this.#told = new ToldLines(text.kernel, dfa.matched.length);
  }

  run(): void {
    const { kernel, from, end } = this.#text;
    const [rows, streams] = [this.#rows, this.#streams];
    streams.begin(kernel, { from, end, row: rows.start });
    for (let left = streams.left; left > 0 && !this.#text.isEnough(); left = streams.left) {
      if (rows.isCurrent) {
        const stopped = kernel.readLines(rows.dead);
        this.#dfa.cache.hasRead(left - streams.left);
        if (stopped > 0) this.#goOn(stopped - 1);
      } else this.#beginAnew();
    }
    this.#tell();
  }

  /** A part has filled its list of events, or lacks a transition: it is given that, or its line is read without. */
  #goOn(part: number): void {
    const [rows, streams] = [this.#rows, this.#streams];
    if (streams.eventsOf(part) === MAX_EVENTS) {
      this.#tell();
      return;
    }
    if (!rows.hasRoom) {
      this.#tell();
      if (!rows.isCurrent) return;
      const renewed = rows.renew(PARTS.map((one) => streams.rowOf(one)));
      for (const one of PARTS) streams.moveTo(one, streams.at(one), renewed[one] ?? rows.start);
    }
    const byte = this.#text.kernel.bytes[streams.at(part)] ?? 0;
    if (!rows.learn(streams.rowOf(part), byte) && rows.isCurrent) this.#finishLine(part);
  }

  /** Part after part, so that the lines come in their order. */
  #tell(): void {
    for (const part of PARTS) this.#told.take(part, { rows: this.#rows, streams: this.#streams, found: this.#found });
  }

  /** The automaton has forgotten its states: it reads the lines at hand and, if it does not pay for now, all that is left. */
  #beginAnew(): void {
    const [rows, streams] = [this.#rows, this.#streams];
    this.#tell();
    for (const part of PARTS) this.#finishLine(part);
    if (this.#dfa.cache.isResting())
      for (const part of PARTS) this.#finish(part, streams.at(part), streams.endOf(part));
    rows.renew([]);
    for (const part of PARTS) streams.moveTo(part, streams.at(part), rows.start);
  }

  #finishLine(part: number): void {
    const { kernel } = this.#text;
    const at = this.#streams.at(part);
    if (at < this.#streams.endOf(part)) this.#finish(part, kernel.lineStartOf(at), kernel.lineEndOf(at) + 1);
  }

  #finish(part: number, from: number, end: number): void {
    readEachLine(this.#dfa, { ...this.#text, from, end }, this.#found);
    this.#streams.moveTo(part, end, this.#rows.start);
  }
}
