import type { FloodChange } from '../../../src/core/lines/flood-state.ts';

/** No event of it has had its last word, and all rules are still there. */
export const NOTHING_SETTLED: Pick<FloodChange, 'settled' | 'forgotten'> = { settled: [], forgotten: [] };
