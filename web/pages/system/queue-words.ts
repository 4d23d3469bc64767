// What waits on a server, and how much of it may, in a few words each.
import type { SystemReport } from '../../api/shapes.ts';
import { showBytes } from '../../format/bytes.ts';
import { showCount } from '../../format/count.ts';

type Queues = SystemReport['queues'];

export interface QueueWords {
  readonly name: string;
  readonly words: string;
  readonly note: string;
  /** Where one can see what it is. */
  readonly href?: string;
}

export function queueWords({ deliveries, commits, text_index: unindexed, shipping }: Queues): readonly QueueWords[] {
  return [
    {
      name: 'Deliveries',
      words: deliveries === 0 ? 'None waits' : showCount(deliveries, 'waits', 'wait'),
      note: 'for their time, or for an answer',
      href: '/deliveries?state=pending',
    },
    { name: 'Commits', words: commitWords(commits), note: commitNote(commits) },
    {
      name: 'Text index',
      words: unindexed === null ? 'Unknown: the store does not answer' : indexWords(unindexed),
      note: 'a search reads the newest events itself',
    },
    ...shippingWords(shipping),
  ];
}

function commitWords({ effects, bytes }: Queues['commits']): string {
  return effects === 0 ? 'Nothing waits' : `${showCount(effects, 'effect', 'effects')} of lines, ${showBytes(bytes)}`;
}

function commitNote({ most_effects: effects, most_bytes: bytes }: Queues['commits']): string {
  if (effects === 0) return 'nothing is read here';
  return `reading waits at ${effects.toLocaleString('en')}, or at ${showBytes(bytes)}`;
}

const indexWords = (events: number): string => (events === 0 ? 'Nothing waits' : `${showCount(events, 'event')} to go`);

function shippingWords(shipping: Queues['shipping']): readonly QueueWords[] {
  if (shipping.length === 0)
    return [{ name: 'Log shipping', words: 'Off', note: 'this server’s own log goes nowhere else' }];
  return shipping.map(({ destination, lines, most_lines: most }) => ({
    name: `Log to ${destination}`,
    words: lines === 0 ? 'No line waits' : showCount(lines, 'line waits', 'lines wait'),
    note: `beyond ${most.toLocaleString('en')} the oldest are dropped`,
  }));
}
