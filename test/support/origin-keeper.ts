// Saves origins as a tail would, under the lease of their source: how tests come to a store that knows some.
import type { Origin } from '../../src/core/lines/origin.ts';
import type { Gap } from '../../src/core/lines/reading.ts';
import type { OriginChange } from '../../src/core/lines/standing.ts';
import type { Store } from '../../src/store/store.ts';

export type SavedSample = Partial<Omit<OriginChange<never>, 'origin' | 'gaps'>> & {
  readonly origin: Origin;
  readonly gaps?: readonly Gap[];
};

export function sampleChange({ origin, ...changes }: SavedSample): OriginChange<never> {
  return {
    origin,
    ...{ foundAt: 1, watchedSince: { stdout: undefined, stderr: undefined }, cursor: undefined, settled: false },
    ...{ gone: false, position: undefined, flood: undefined, gaps: [], effects: [], lines: 0, bytes: 0, lateLines: 0 },
    ...changes,
  };
}

/** What saves them; it takes each source's lease and keeps it. */
export async function originKeeper(store: Pick<Store, 'watching'>, sources: readonly string[]) {
  const fencings = new Map<string, number>();
  for (const source of sources) {
    const lease = await store.watching.leaseOf(source);
    const attempt = await lease.tryAcquire({ name: source, pid: 1, hostname: 'here', heartbeatTimeout: 600 });
    if (attempt.outcome === 'acquired') fencings.set(source, attempt.fencing);
  }
  const ledger = store.watching.ledger<never>({
    fencingOf: (source) => fencings.get(source),
    writeEffects: async () => {},
  });
  return (...samples: readonly SavedSample[]) => ledger.commit({ origins: samples.map(sampleChange), memories: [] });
}
