// Asks the system where a name leads to: as the machine itself would, hosts file and all.
import { lookup as systemLookup } from 'node:dns/promises';

/** All addresses of a name, or a rejection with the system's code. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** The system looks up in the few threads that files and passwords need, too, and cannot be told to stop: names that nobody answers for must not take them all. */
const MOST_AT_ONCE = 2;
/** Behind these the next one is refused: whoever asked has given up by then. */
const MOST_WAITING = 1_000;

/** One lookup for all who ask for the same name at the same time, and only so many at once. */
export function createLookup(ask: Lookup = askSystem): Lookup {
  const running = new Map<string, Promise<readonly string[]>>();
  const waiting: (() => void)[] = [];
  let active = 0;
  const inTurn = async (name: string): Promise<readonly string[]> => {
    if (active >= MOST_AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else active++;
    try {
      return await ask(name);
    } finally {
      // Whoever comes next takes over the place.
      const next = waiting.shift();
      if (next === undefined) active--;
      else next();
    }
  };
  return (name) => {
    const before = running.get(name);
    if (before !== undefined) return before;
    if (waiting.length >= MOST_WAITING) return Promise.reject(Object.assign(new Error('busy'), { code: 'EAI_AGAIN' }));
    const found = inTurn(name).finally(() => running.delete(name));
    running.set(name, found);
    return found;
  };
}

async function askSystem(name: string): Promise<readonly string[]> {
  const found = await systemLookup(name, { all: true });
  return found.map(({ address }) => address);
}
