// What `tocsin scan --count` says in the end.
import type { ScanRule } from './rules/rule-file.ts';

export interface Counts {
  /** In the order of the rules. */
  readonly hits: readonly number[];
  /** Lines that any rule hit. */
  readonly lines: number;
}

/** A row a rule, in the order of the file, and one for the lines that any of them hit. */
export function countTable(rules: readonly ScanRule[], { hits, lines }: Counts): string {
  const rows = [...rules.map(({ name }, at) => [hits[at] ?? 0, name] as const), [lines, '(lines with a hit)'] as const];
  const width = Math.max(...rows.map(([count]) => String(count).length));
  return rows.map(([count, name]) => `${String(count).padStart(width)}  ${name}\n`).join('');
}

export function countJson(rules: readonly ScanRule[], { hits, lines }: Counts): string {
  const byRule = rules.map(({ name }, at) => ({ rule: name, hits: hits[at] ?? 0 }));
  return `${JSON.stringify({ lines, rules: byRule })}\n`;
}
