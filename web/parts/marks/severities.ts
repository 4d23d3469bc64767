import type { Severity } from '../../../src/core/severity.ts';

/** The worst first, as every list and choice has them. */
export const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warn', 'info'];
