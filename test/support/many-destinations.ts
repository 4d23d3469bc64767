// Many destinations of which one hangs and one fails, each with events of its own, and what is asked of them.
import type { ApiClient } from './api-client.ts';
import { type Manner, MeasuredReceiver } from './measured-receiver.ts';

export const HANGING = 0;
export const FAILING = 1;
const placeOf = (at: number): string => `/destination-${at}`;
const MANNERS: Readonly<Record<string, Manner>> = { [placeOf(HANGING)]: 'hangs', [placeOf(FAILING)]: 'fails' };

export interface Wanted {
  readonly destinations: number;
  readonly everywhere?: boolean;
}

export const manyDestinations = (): MeasuredReceiver => new MeasuredReceiver((place) => MANNERS[place] ?? 'takes');

/** What the n-th line says; it goes to one destination after the other. */
export const lineFor = (n: number, destinations: number): string => `ERROR to destination-${n % destinations}: ${n}`;

/** A rule that every line hits, and a trigger for each destination; `everywhere`: each line goes to all of them. */
export async function wantThem(
  admin: ApiClient,
  receiver: MeasuredReceiver,
  { destinations, everywhere = false }: Wanted,
): Promise<void> {
  await admin.post('/api/log-scan-rules', { name: 'errors', pattern: 'ERROR', cooldown_seconds: 0 });
  for (let at = 0; at < destinations; at++) {
    const { status, text } = await admin.post('/api/event-triggers', {
      ...{ name: `to ${at}`, channel: 'webhook', config: { url: receiver.url + placeOf(at) } },
      filter: everywhere ? {} : { message_regex: `destination-${at}:` },
    });
    if (status !== 201) throw new Error(text);
  }
}

/** How long each line took to its destination, in milliseconds, without those to the two that are broken; and those that came not exactly once. */
export function tookOf(
  receiver: MeasuredReceiver,
  written: readonly number[],
  { destinations, everywhere = false }: Wanted,
) {
  const took: number[] = [];
  const odd: string[] = [];
  const arrivals = Map.groupBy(receiver.arrivals, ({ place, message }) => `${place} ${message}`);
  for (const [n, at] of written.entries()) {
    for (let place = FAILING + 1; place < destinations; place++) {
      if (!everywhere && place !== n % destinations) continue;
      const key = `${placeOf(place)} ${lineFor(n, destinations)}`;
      const [first, ...others] = arrivals.get(key) ?? [];
      if (first === undefined || others.length > 0) odd.push(key);
      else took.push(first.at - at);
    }
  }
  return { took, odd };
}

/** What the tables say of every delivery: `run` is a statement past the store. */
export async function account(run: (statement: string) => Promise<readonly Readonly<Record<string, unknown>>[]>) {
  const states = await run('select state, count(*) as n from deliveries group by state');
  const [events] = await run('select count(*) as n from event_log');
  const of = (state: string) => Number(states.find((row) => row.state === state)?.n ?? 0);
  return {
    ...{ events: Number(events?.n), delivered: of('delivered'), pending: of('pending'), dead: of('dead') },
  };
}
