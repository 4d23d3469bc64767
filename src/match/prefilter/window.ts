// Which piece of a rule's clues to look for: the one that is rarest in the text at hand.
import { folded } from './byte-set.ts';
import { type Census, hashOfGram } from './census.ts';
import type { Alternative, Clue, Row } from './clue.ts';
import { insideLine } from './clue.ts';

/** A piece of a row that is looked for: `width` bytes from `at`. */
export interface Window {
  readonly row: Row;
  readonly at: number;
  readonly width: number;
}

/** Windows of which one occurs in every matching line, and what looking for them costs in ns a byte of text. */
export interface Choice {
  readonly windows: readonly Window[];
  readonly cost: number;
  /** Candidates expected a byte of text. */
  readonly rate: number;
}

/** How wide a window is, and how many grams, from how many positions on, are looked up for it. */
export interface Shape {
  readonly width: number;
  readonly grams: number;
}

/** A fingerprint of four bytes, looked for at every position. */
export const SHORT: Shape = { width: 4, grams: 1 };

/** Measured: a stop of the kernel, and the way of a candidate through the rule's automaton. */
const STOP_NS = 6;
const CANDIDATE_NS = 250;

/** A gram of classes may stand for this many grams at most. */
const MAX_GRAMS = 1024;

/** Chooses windows by one census; what it learns of a row is kept for the next shape. */
export class WindowChooser {
  readonly #census: Census;
  readonly #frequencies = new Map<Row, readonly number[]>();

  constructor(census: Census) {
    this.#census = census;
  }

  /** The cheapest windows of that shape, or undefined when some alternative of every clue is too short for it. */
  choose(clues: readonly Clue[], shape: Shape): Choice | undefined {
    return cheapest(clues.map((clue) => sum(clue.map((alternative) => this.#ofAlternative(alternative, shape)))));
  }

  #ofAlternative(alternative: Alternative, shape: Shape): Choice | undefined {
    return cheapest(alternative.map((slice) => sum(slice.map((row) => this.#ofRow(row, shape)))));
  }

  #ofRow(row: Row, { width, grams }: Shape): Choice | undefined {
    const frequencies = this.#frequenciesOf(row);
    let best: Choice | undefined;
    for (let at = 0; at + width <= row.length; at++) {
      let stops = 0;
      for (let gram = at; gram < at + grams; gram++) stops += (frequencies[gram] ?? 0) / grams;
      const anchor = insideLine(row, at);
      if (!Number.isFinite(stops) || anchor < 0 || anchor >= at + width) continue;
      const rate = rarestGram(frequencies, at, width);
      const cost = stops * STOP_NS + rate * CANDIDATE_NS;
      if (best === undefined || cost < best.cost) best = { windows: [{ row, at, width }], cost, rate };
    }
    return best;
  }

  /** How often the grams that may begin at each place of the row occur; infinite where they are too many to look up. */
  #frequenciesOf(row: Row): readonly number[] {
    let known = this.#frequencies.get(row);
    if (known === undefined) {
      known = row.map((_, at) => this.#frequencyAt(row, at));
      this.#frequencies.set(row, known);
    }
    return known;
  }

  #frequencyAt(row: Row, at: number): number {
    let frequency = 0;
    const known = eachGram(row, at, (gram) => {
      frequency += this.#census.frequency(hashOfGram(gram));
    });
    return known ? frequency : Number.POSITIVE_INFINITY;
  }
}

function cheapest(choices: readonly (Choice | undefined)[]): Choice | undefined {
  let best: Choice | undefined;
  for (const choice of choices) {
    if (choice !== undefined && (best === undefined || choice.cost < best.cost)) best = choice;
  }
  return best;
}

/** All of them together; undefined when there is nothing to look for, or nothing that can be looked for, in one of them. */
function sum(choices: readonly (Choice | undefined)[]): Choice | undefined {
  const total = { windows: [] as Window[], cost: 0, rate: 0 };
  for (const choice of choices) {
    if (choice === undefined) return undefined;
    total.windows.push(...choice.windows);
    total.cost += choice.cost;
    total.rate += choice.rate;
  }
  return choices.length > 0 ? total : undefined;
}

/** Sixteen bytes are compared before a candidate counts: it is no more frequent than the rarest gram among them. */
function rarestGram(frequencies: readonly number[], at: number, width: number): number {
  const from = compareFrom(frequencies.length, at, width);
  let least = 1;
  for (let gram = from; gram < from + COMPARED - 3; gram++) least = Math.min(least, frequencies[gram] ?? 1);
  return least;
}

export const COMPARED = 16;

/** The sixteen bytes to compare lie as evenly around the window as the row allows. */
export function compareFrom(rowLength: number, at: number, width: number): number {
  return Math.max(0, Math.min(at - ((COMPARED - width) >> 1), rowLength - COMPARED));
}

/** Calls back with every gram, folded, that the four sets from `at` may spell; false when there are too many, or too few sets. */
export function eachGram(row: Row, at: number, take: (gram: number) => void): boolean {
  const [a, b, c, d] = [row[at], row[at + 1], row[at + 2], row[at + 3]];
  if (!a || !b || !c || !d) return false;
  const [first, second, third, fourth] = [folded(a), folded(b), folded(c), folded(d)];
  if (first.length * second.length * third.length * fourth.length > MAX_GRAMS) return false;
  for (const w of first)
    for (const x of second) for (const y of third) for (const z of fourth) take(w | (x << 8) | (y << 16) | (z << 24));
  return true;
}
