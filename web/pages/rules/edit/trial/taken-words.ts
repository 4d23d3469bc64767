// What is said of the lines that were taken out of a workload's log.
import type { RecentLines } from '../../../../api/shapes.ts';

/** Whose log was not read, or not to its end, is said wherever lines of it may be missing. */
export function takenWords({ items, unread }: RecentLines): string {
  const [first, ...others] = unread;
  const lines = items.length === 1 ? 'line' : `${items.length} lines`;
  if (first === undefined)
    return items.length > 0 ? `The newest ${lines} of its last hour.` : 'It has written nothing in the last hour.';
  if (items.length === 0) return first.why;
  const whose = others.length > 0 ? `${unread.length} of its logs` : first.container_name;
  return `The newest ${lines} of its last hour, but not all of what ${whose} wrote. ${first.why}`;
}
