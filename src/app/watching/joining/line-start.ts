// By what a line is known that begins anew: a pattern that somebody wrote, found as those of rules are.
import { AS_TRACES, type Joining, type JoinTerms } from '../../../core/joining/joining.ts';
import { plainLine } from '../../../core/lines/plain-lines.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import { OnePattern } from '../../../match/one-pattern.ts';
import type { PatternFault } from '../../../match/syntax/pattern.ts';

const ESC = 0x1b;

/** Labels may hold any: of more the oldest is compiled again. */
const MOST_KNOWN = 200;
/** One for all logs that have the same, of a server and of whoever looks back. */
const known = new Map<string, Joining | { readonly fault: string }>();

function read(start: string): Joining | { readonly fault: string } {
  const before = known.get(start);
  if (before !== undefined) return before;
  const compiled = OnePattern.compile(start);
  const now = compiled.ok ? { begins: beginsBy(compiled.pattern) } : { fault: faultIn(compiled.fault) };
  const [oldest] = known.keys();
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(start, now);
  return now;
}

/** As the faults of rules are told. */
const faultIn = ({ position, message }: PatternFault): string => `at its character ${position + 1}: ${message}`;

/** Patterns see no colours. */
const beginsBy = (pattern: OnePattern) => (line: Uint8Array) =>
  pattern.matches(line.includes(ESC) ? plainLine(line) : line);

/** Why it is no pattern, with the place. */
export function startFault(start: string): string | undefined {
  const found = read(start);
  return 'fault' in found ? found.fault : undefined;
}

/** Undefined where lines are not joined. */
export function joiningBy(terms: JoinTerms | undefined): Joining | undefined {
  if (terms === undefined) return undefined;
  const found = terms.start === undefined ? AS_TRACES : read(terms.start);
  return 'fault' in found ? AS_TRACES : found;
}

/** Of a container or a file as it is shown. */
export const joiningOfView = ({ joins_lines: joins, join_start: start }: JoinsShown): Joining | undefined =>
  joins ? joiningBy({ start: start ?? undefined }) : undefined;

export type JoinsShown = Pick<ContainerView, 'joins_lines' | 'join_start'>;
