// What the kernel's passes cost, for whoever chooses between them. Measured; it is the proportions that matter.

/** Distance of the positions that the strided pass probes. */
export type Stride = 1 | 2 | 4 | 8;

/** A pass over text that nothing stops, ns a byte: by stride, and the short pass. */
export interface PassCosts {
  readonly strided: Readonly<Record<Stride, number>>;
  readonly short: number;
}

export const WASM_COSTS: PassCosts = { strided: { 1: 0.45, 2: 0.21, 4: 0.1, 8: 0.06 }, short: 0.14 };

/** Without vectors the short pass is dearer than the smallest stride, so plans for the twin rarely have one. */
export const TWIN_COSTS: PassCosts = { strided: { 1: 3, 2: 1.4, 4: 0.6, 8: 0.3 }, short: 8 };
