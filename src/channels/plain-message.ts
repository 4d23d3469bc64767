// A message for those who show no markup: everything on lines of its own.
import type { MessageFacts } from './message.ts';

export function plainMessage({ facts, line, captures, link = '' }: MessageFacts): string {
  const rows = facts.map(([name, value]) => `${name}: ${value}`);
  const parts = [line, captures, rows.join('\n'), link];
  return parts.filter((part) => part !== '').join('\n\n');
}
