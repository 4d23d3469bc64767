import { useEffect, useState } from 'preact/hooks';
import { useServices } from '../services.ts';

type Names = readonly (readonly [id: string, name: string])[];

export interface KnownNames {
  readonly workloads: Names;
  readonly rules: Names;
}

const NONE: KnownNames = { workloads: [], rules: [] };

/** What workloads and rules are called, so that nobody has to know their ids. Without an answer there are none, and the rest of the page works all the same. */
export function useNames(): KnownNames {
  const { api } = useServices();
  const [names, setNames] = useState(NONE);
  useEffect(() => {
    const stop = new AbortController();
    const read = Promise.all([api.workloads(undefined, stop.signal), api.rules(undefined, stop.signal)]);
    read.then(
      ([workloads, rules]) =>
        setNames({
          workloads: inOrder(
            workloads.items.map(({ id, name, host }) => [id, host === 'local' ? name : `${name} (${host})`]),
          ),
          rules: inOrder(rules.items.map(({ id, name }) => [id, name])),
        }),
      () => undefined,
    );
    return () => stop.abort();
  }, []);
  return names;
}

const inOrder = (names: Names): Names => [...names].sort(([, a], [, b]) => a.localeCompare(b));
