// How many events there were of each severity.
import type { Severity } from '../severity.ts';

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** For whoever counts. */
export const noSeverityCounts = (): Record<Severity, number> => ({ info: 0, warn: 0, error: 0, critical: 0 });
