import type { Severity } from '../../../src/core/severity.ts';
import { BellIcon, DiscIcon, OctagonIcon, TriangleIcon } from './icons.tsx';

/** The worst first, as every list and choice has them. */
export const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warn', 'info'];

/** One word and one shape for each severity, so that nobody depends on the colour. */
const MARKS = {
  critical: { word: 'Critical', Icon: BellIcon },
  error: { word: 'Error', Icon: OctagonIcon },
  warn: { word: 'Warning', Icon: TriangleIcon },
  info: { word: 'Info', Icon: DiscIcon },
} as const satisfies Record<Severity, unknown>;

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { word, Icon } = MARKS[severity];
  return (
    <span class="severity" data-severity={severity}>
      <Icon />
      {word}
    </span>
  );
}

export const severityWord = (severity: Severity): string => MARKS[severity].word;
