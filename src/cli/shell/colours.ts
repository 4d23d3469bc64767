// The colours of a terminal, by what they mean.
import type { Severity } from '../../core/severity.ts';

export const RESET = '\u001b[0m';
export const DIM = '\u001b[2m';

export const SEVERITY_COLOURS: Readonly<Record<Severity, string>> = {
  info: '\u001b[36m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
  critical: '\u001b[1;35m',
};
