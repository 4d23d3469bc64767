// What looking for rules costs, for whoever chooses between ways: the passes over the text, and what else becomes of it. Measured (`npm run bench:match -- --passes`), in ns; it is the proportions that matter.

/** Distance of the positions that the strided pass probes. */
export type Stride = 1 | 2 | 4 | 8;
export const LARGEST_STRIDE = 8;

/** A pass over text that nothing stops, ns a byte: by stride, and the short pass. */
export interface PassCosts {
  readonly strided: Readonly<Record<Stride, number>>;
  readonly short: number;
  readonly everyLine: EveryLineCosts;
}

/** A byte's way through the table that every line is read by: for the first rule, and what each rule more adds, as states become more than the caches hold. */
export interface EveryLineCosts {
  readonly first: number;
  readonly more: number;
}

export const WASM_COSTS: PassCosts = {
  strided: { 1: 0.45, 2: 0.21, 4: 0.1, 8: 0.06 },
  short: 0.14,
  everyLine: { first: 0.9, more: 0.008 },
};

/** Without vectors the short pass is dearer than the smallest stride, so plans for the twin rarely have one. */
export const TWIN_COSTS: PassCosts = {
  strided: { 1: 3, 2: 1.4, 4: 0.6, 8: 0.3 },
  short: 8,
  everyLine: { first: 1.8, more: 0.01 },
};

/** The strided pass stops: flags are looked at one by one, and windows compared. */
export const STOP_NS = 32;

/** A candidate's way through the automaton of its rule. */
export const CANDIDATE_NS = 200;

/** The short pass looks into a bucket: its own cost, and that of each window in it. */
export const BUCKET_NS = 20;
export const BUCKET_WINDOW_NS = 3;
