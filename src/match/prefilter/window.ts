// Which piece of a rule's clues to look for: the one that is rarest in the text at hand.

import { CANDIDATE_NS, STOP_NS } from '../wasm/costs.ts';
import { type Census, hashOfGram } from './census.ts';
import { type Clue, insideLine } from './clue.ts';
import { GramSpeller } from './grams.ts';
import type { Row } from './slices.ts';

/** A piece of a row that is looked for: `width` bytes from `at`. */
export interface Window {
  readonly row: Row;
  readonly at: number;
  readonly width: number;
}

/** A rule, by its place in the set, and what is looked for in its stead: one of these occurs in every matching line. */
export interface PlannedRule {
  readonly rule: number;
  readonly windows: readonly Window[];
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

/** Chooses windows by one census. What it chose is kept, so that with a changed rule only that rule is looked at anew. */
export class WindowChooser {
  readonly census: Census;
  readonly #choices = new WeakMap<readonly Clue[], Map<Shape, Choice | undefined>>();
  readonly #frequencies = new WeakMap<Row, Float64Array>();
  readonly #speller = new GramSpeller();

  constructor(census: Census) {
    this.census = census;
  }

  /** The cheapest windows of that shape, or undefined when some alternative of every clue is too short for it. */
  choose(clues: readonly Clue[], shape: Shape): Choice | undefined {
    const known = this.#choices.get(clues) ?? new Map<Shape, Choice | undefined>();
    this.#choices.set(clues, known);
    if (!known.has(shape))
      known.set(
        shape,
        this.#cheapest(clues, (clue) => this.#ofClue(clue, shape)),
      );
    return known.get(shape);
  }

  #ofClue(clue: Clue, shape: Shape): Choice | undefined {
    return sumOf(clue, (alternative) =>
      this.#cheapest(alternative, (slice) => sumOf(slice, (row) => this.#ofRow(row, shape))),
    );
  }

  /** The cheapest that there is among them; behind the first that costs as little as any, the rest is not looked at. */
  #cheapest<T>(among: readonly T[], choiceOf: (one: T) => Choice | undefined): Choice | undefined {
    let best: Choice | undefined;
    for (const one of among) {
      const choice = choiceOf(one);
      if (choice !== undefined && (best === undefined || choice.cost < best.cost)) best = choice;
      if (best !== undefined && best.cost <= this.#leastCost) break;
    }
    return best;
  }

  /** Rounding aside, no window can cost less. */
  get #leastCost(): number {
    return this.census.leastFrequency * (STOP_NS + CANDIDATE_NS) * 1.000_001;
  }

  #ofRow(row: Row, { width, grams }: Shape): Choice | undefined {
    const frequencies = this.#frequenciesOf(row);
    const least = this.#leastCost;
    let best: { at: number; cost: number; rate: number } | undefined;
    for (let at = 0; at + width <= row.length; at++) {
      let stops = 0;
      for (let gram = at; gram < at + grams; gram++) stops += frequencies[gram] ?? 0;
      stops /= grams;
      if (stops * STOP_NS >= (best?.cost ?? Number.POSITIVE_INFINITY)) continue;
      const anchor = insideLine(row, at);
      if (anchor < 0 || anchor >= at + width) continue;
      const rate = rarestGram(frequencies, at, width);
      const cost = stops * STOP_NS + rate * CANDIDATE_NS;
      if (best === undefined || cost < best.cost) best = { at, cost, rate };
      if (cost <= least) break;
    }
    return best && { windows: [{ row, at: best.at, width }], cost: best.cost, rate: best.rate };
  }

  /** How often the grams that may begin at each place of the row occur; infinite where they are too many to look up. */
  #frequenciesOf(row: Row): Float64Array {
    let known = this.#frequencies.get(row);
    if (known === undefined) {
      known = new Float64Array(row.length);
      for (let at = 0; at < known.length; at++) known[at] = this.#frequencyAt(row, at);
      this.#frequencies.set(row, known);
    }
    return known;
  }

  #frequencyAt(row: Row, at: number): number {
    const count = this.#speller.spell(row, at);
    if (count === 0) return Number.POSITIVE_INFINITY;
    let frequency = 0;
    for (let i = 0; i < count; i++) frequency += this.census.frequency(hashOfGram(this.#speller.grams[i] ?? 0));
    return frequency;
  }
}

/** What must be looked for to find any of them; undefined when there is nothing to look for, or nothing that can be looked for, in one of them. */
function sumOf<T>(all: readonly T[], choiceOf: (one: T) => Choice | undefined): Choice | undefined {
  const [only] = all;
  if (only !== undefined && all.length === 1) return choiceOf(only);
  const total = { windows: [] as Window[], cost: 0, rate: 0 };
  for (const one of all) {
    const choice = choiceOf(one);
    if (choice === undefined) return undefined;
    total.windows.push(...choice.windows);
    total.cost += choice.cost;
    total.rate += choice.rate;
  }
  return all.length > 0 ? total : undefined;
}

/** Sixteen bytes are compared before a candidate counts: it is no more frequent than the rarest gram among them. */
function rarestGram(frequencies: Float64Array, at: number, width: number): number {
  const from = compareFrom(frequencies.length, at, width);
  let least = 1;
  for (let gram = from; gram < from + COMPARED - 3; gram++) {
    const frequency = frequencies[gram] ?? 1;
    if (frequency < least) least = frequency;
  }
  return least;
}

export const COMPARED = 16;

/** The sixteen bytes to compare lie as evenly around the window as the row allows. */
export function compareFrom(rowLength: number, at: number, width: number): number {
  return Math.max(0, Math.min(at - ((COMPARED - width) >> 1), rowLength - COMPARED));
}
