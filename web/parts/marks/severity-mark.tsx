import type { Severity } from '../../../src/core/severity.ts';
import { BELL, DISC, OCTAGON, Shape, TRIANGLE } from './icons.tsx';

/** The worst first, as every list and choice has them. */
export const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warn', 'info'];

/** One word and one shape for each severity, so that nobody depends on the colour. */
const MARKS = {
  critical: { word: 'Critical', shape: BELL },
  error: { word: 'Error', shape: OCTAGON },
  warn: { word: 'Warning', shape: TRIANGLE },
  info: { word: 'Info', shape: DISC },
} as const satisfies Record<Severity, unknown>;

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { word, shape } = MARKS[severity];
  return (
    <span class="severity" data-severity={severity}>
      <Shape {...shape} />
      {word}
    </span>
  );
}

export const severityWord = (severity: Severity): string => MARKS[severity].word;
