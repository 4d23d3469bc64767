// Tells in the event log when an engine has been lost for so long that it is no restart, and when it is back.
import type { Clock } from '../../core/clock.ts';
import { eventText } from '../../core/events/event-text.ts';
import type { EngineStatus } from '../../sources/docker/watch/engine-status.ts';
import type { StateChange, SystemStates } from '../events/system-states.ts';

const EVERY_MS = 5_000;
/** As long as health waits. */
const GRACE_MS = 60_000;

export interface OutageTelling {
  readonly source: string;
  readonly name: string;
  /** Somebody asked for it, so that it is missed also when it was never there. */
  readonly isExplicit: boolean;
  readonly status: () => EngineStatus;
  readonly states: Pick<SystemStates, 'tell'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/** Resolves soon after the signal aborts. While the store fails it is tried again. */
export async function tellOutages({ states, clock, signal, ...engine }: OutageTelling): Promise<void> {
  let told: StateChange['state'] | undefined;
  while (!signal.aborted) {
    const change = changeOf(engine);
    if (change !== undefined && change.state !== told)
      told = await states.tell([change]).then(
        () => change.state,
        () => told,
      );
    await clock.sleep(EVERY_MS, signal);
  }
}

type Engine = Omit<OutageTelling, 'states' | 'clock' | 'signal'>;

/** Undefined while nobody can say. */
function changeOf({ source, name, isExplicit, status }: Engine): StateChange | undefined {
  const { outOfReachMs, everConnected, lastFault, listedAt } = status();
  const subject = `engine ${source}`;
  if (outOfReachMs === undefined) {
    if (listedAt === undefined) return undefined;
    const message = `The engine ${name} is in reach again.`;
    return { subject, state: 'well', kind: 'engine_back', message, metadata: { host: name } };
  }
  if (outOfReachMs < GRACE_MS || !(isExplicit || everConnected)) return undefined;
  const words = `The engine ${name} has been out of reach for a minute. ${lastFault?.fault.words ?? ''}`;
  return {
    ...{ subject, state: 'broken', kind: 'engine_lost', message: eventText(Buffer.from(words.trim())) },
    metadata: { host: name, reason: lastFault?.fault.kind ?? null },
  };
}
