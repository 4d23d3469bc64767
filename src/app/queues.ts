// What waits, wherever it waits, as one answer.
import type { QueuesReport } from '../http/resources/system.ts';
import type { BacklogFigures } from '../telemetry/occurrences/tail.ts';

export interface QueueParts {
  readonly deliveries: () => number;
  readonly backlog: () => BacklogFigures;
  readonly unindexed: () => Promise<number>;
  readonly shipping: () => QueuesReport['shipping'];
}

/** It never rejects: what only the store knows is null while it cannot say. */
export async function readQueues({ deliveries, backlog, unindexed, shipping }: QueueParts): Promise<QueuesReport> {
  const textIndex = await unindexed().catch(() => null);
  const { effects, mostEffects, bytes, mostBytes } = backlog();
  return {
    deliveries: deliveries(),
    commits: { effects, most_effects: mostEffects, bytes, most_bytes: mostBytes },
    text_index: textIndex,
    shipping: shipping(),
  };
}
