// Which piece of a rule's clues to look for: the one that is rarest in the text at hand.

import { CANDIDATE_NS, LARGEST_STRIDE, STOP_NS, type Stride } from '../wasm/costs.ts';
import { LANES } from '../wasm/layout.ts';
import { ANY_BYTE, isNewlineFree } from './byte-set.ts';
import { type Census, hashOfGram } from './census.ts';
import type { Clue } from './clue.ts';
import { GramSpeller } from './grams.ts';
import type { Row } from './slices.ts';

/**
 * A row that is looked for by some of its grams, each from one place on. The pass stops at every so many bytes; there is one place for each way in which the row
 * may lie to these stops, the one whose gram is the rarest.
 */
export interface Window {
  readonly row: Row;
  readonly probes: readonly number[];
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

/** Chooses windows by one census. What it chose is kept, so that with a changed rule only that rule is looked at anew. */
export class WindowChooser {
  readonly census: Census;
  readonly #choices = new WeakMap<readonly Clue[], Map<Stride, Choice | undefined>>();
  readonly #frequencies = new WeakMap<Row, Float64Array>();
  readonly #speller = new GramSpeller();

  constructor(census: Census) {
    this.census = census;
  }

  /** The cheapest windows for a pass that stops at every so many bytes, or undefined when some alternative of every clue is too short for it. */
  choose(clues: readonly Clue[], stride: Stride): Choice | undefined {
    const known = this.#choices.get(clues) ?? new Map<Stride, Choice | undefined>();
    this.#choices.set(clues, known);
    if (!known.has(stride)) {
      const choice = this.#cheapestOf(clues, stride, asIs);
      // By the largest stride too many rules would be lengthened: so many stops cost more than a pass of their own.
      const mayLengthen = choice === undefined && stride < LARGEST_STRIDE;
      known.set(stride, mayLengthen ? this.#cheapestOf(clues, stride, lengthened) : choice);
    }
    return known.get(stride);
  }

  #cheapestOf(clues: readonly Clue[], stride: Stride, inWays: InWays): Choice | undefined {
    const ofRow = (row: Row): Choice | undefined =>
      this.#cheapest(inWays(row, stride + 3), (way) => this.#ofRow(way, stride));
    const ofClue = (clue: Clue): Choice | undefined =>
      sumOf(clue, (alternative) => this.#cheapest(alternative, (slice) => sumOf(slice, ofRow)));
    return this.#cheapest(clues, ofClue);
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

  #ofRow(row: Row, stride: Stride): Choice | undefined {
    const frequencies = this.#frequenciesOf(row);
    const probes = rarestPlaces(frequencies, stride);
    const from = compareFrom(row.length, probes);
    if (insideLine(row, from) < 0) return undefined;
    const stops = probes.reduce((sum, at) => sum + (frequencies[at] ?? Number.POSITIVE_INFINITY), 0) / stride;
    if (stops === Number.POSITIVE_INFINITY) return undefined;
    const rate = rarestGram(frequencies, from);
    return { windows: [{ row, probes }], cost: stops * STOP_NS + rate * CANDIDATE_NS, rate };
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

/** The ways in which a row may be looked for by a pass that needs so many bytes of it. */
type InWays = (row: Row, least: number) => readonly Row[];

const asIs: InWays = (row, least) => (row.length < least ? [] : [row]);

/**
 * A row that is a byte or two too short, with bytes before and behind it that may be anything. A gram with one such byte stands for more than a hundred, which together
 * are still rare where the other three bytes are; to plan for them takes as many look-ups, so this is for rules that would be left out otherwise.
 */
const lengthened: InWays = (row, least) => {
  const before = [ANY_BYTE, ...row];
  if (row.length === least - 1) return [before, [...row, ANY_BYTE]];
  return row.length === least - 2 ? [[...before, ANY_BYTE]] : asIs(row, least);
};

/** Places of a row that are not looked at, as too many bytes would lie between them and those that are compared: where these lie before the text, they must be in its padding. */
const FIRST_TOO_FAR = 40;

/** For each place up to the stride, the place at a multiple of the stride from it with the rarest gram. */
function rarestPlaces(frequencies: Float64Array, stride: Stride): number[] {
  const places: number[] = [];
  for (let first = 0; first < stride; first++) {
    let best = first;
    for (let at = first + stride; at < frequencies.length && at < FIRST_TOO_FAR; at += stride)
      if ((frequencies[at] ?? 0) < (frequencies[best] ?? Number.POSITIVE_INFINITY)) best = at;
    places.push(best);
  }
  return places;
}

/** Sixteen bytes are compared before a candidate counts: it is no more frequent than the rarest gram among them. */
function rarestGram(frequencies: Float64Array, from: number): number {
  let least = 1;
  for (let gram = from; gram < from + COMPARED - 3; gram++) {
    const frequency = frequencies[gram] ?? 1;
    if (frequency < least) least = frequency;
  }
  return least;
}

/** A vector. */
export const COMPARED = LANES;

/** Where the sixteen bytes that are compared begin: at the first place whose gram is looked up, or before it where the row ends too soon. */
export const compareFrom = (rowLength: number, probes: readonly number[]): number =>
  Math.max(0, Math.min(rowLength - COMPARED, ...probes));

/** A place of the row that is inside of the line for certain, at or after `from`; -1 where there is none. */
export function insideLine(row: Row, from: number): number {
  for (let at = from; at < row.length; at++) if (isNewlineFree(row[at] ?? ANY_BYTE)) return at;
  return -1;
}
