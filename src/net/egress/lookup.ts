// Asks the system where a name leads to: as the machine itself would, hosts file and all.
import { lookup as systemLookup } from 'node:dns/promises';
import { type Clock, systemClock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { LookupTurns, type Turn } from './lookup-turns.ts';

/** All addresses of a name, or a rejection with the system's code. */
export type Lookup = (name: string) => Promise<readonly string[]>;

export interface LookupParts {
  readonly ask?: Lookup;
  readonly clock?: Timed['clock'];
  /** In which the system looks up at the same time; the last two are kept for names that are answered. */
  readonly threads?: number;
}

interface Timed {
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
}

/** After this a name is silent: it gives its place to others, and where it led before is what it leads to. */
const SILENT_MS = 500;
/** A name that took longer is slow the next time. */
const SLOW_MS = 2_000;
/** For so long what a name led to stands in for an answer that does not come. */
const KNOWN_MS = 3_600_000;
const MOST_KNOWN = 1_000;
/** Behind these the next one is refused: whoever asked has given up by then. */
const MOST_WAITING = 1_000;

/** One lookup for all who ask for the same name at the same time, and where the system is silent, or can say nothing just now, the answer from before. */
export function createLookup({ clock = systemClock, ...parts }: LookupParts = {}): Lookup {
  const known = new Map<string, { readonly addresses: readonly string[]; readonly at: number }>();
  const inTurn = lookupInTurn({ clock, ...parts });
  const found = async (name: string): Promise<readonly string[]> => {
    const addresses = await inTurn(name);
    known.delete(name);
    known.set(name, { addresses, at: clock.monotonic() });
    const [oldest = name] = known.keys();
    if (known.size > MOST_KNOWN) known.delete(oldest);
    return addresses;
  };
  return async (name) => {
    const last = known.get(name);
    if (last === undefined || clock.monotonic() - last.at > KNOWN_MS) return await found(name);
    const answer = found(name).catch((error: unknown) => {
      if (isPassing(error)) return undefined;
      known.delete(name);
      throw error;
    });
    return (await within(answer, { clock, ms: SILENT_MS })) ?? last.addresses;
  };
}

/** The server of names gave no answer; it did not say that there is none. */
const isPassing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAI_AGAIN';

/** Only so many at once: the threads of the system are those that files and passwords need, too. */
function lookupInTurn({ ask = askSystem, clock, threads = systemThreads() }: LookupParts & Timed): Lookup {
  const running = new Map<string, Promise<readonly string[]>>();
  const turns = new LookupTurns(threads);
  const timed = async (name: string, turn: Turn): Promise<readonly string[]> => {
    const began = clock.monotonic();
    const ended = new AbortController();
    void clock.sleep(SILENT_MS, ended.signal).then(() => turns.isSilent(turn));
    try {
      return await ask(name);
    } finally {
      turns.tookLong(name, clock.monotonic() - began > SLOW_MS);
      turns.end(turn);
      ended.abort();
    }
  };
  const begun = (name: string): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const turn: Turn = { isSlow: turns.isSlow(name), go: () => resolve(timed(name, turn)) };
      turns.begin(turn);
    });
  return (name) => {
    const before = running.get(name);
    if (before !== undefined) return before;
    if (turns.waiting >= MOST_WAITING) return Promise.reject(Object.assign(new Error('busy'), { code: 'EAI_AGAIN' }));
    const found = begun(name).finally(() => running.delete(name));
    running.set(name, found);
    return found;
  };
}

/** What libuv keeps for this of the threads of its pool, whose number the command sets. */
const systemThreads = (): number => (Number(process.env.UV_THREADPOOL_SIZE ?? 4) + 1) >> 1;

async function askSystem(name: string): Promise<readonly string[]> {
  const found = await systemLookup(name, { all: true });
  return found.map(({ address }) => address);
}
