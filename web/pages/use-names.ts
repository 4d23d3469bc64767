// What workloads and rules are called, so that nobody has to know their ids. Without an answer there are none, and the rest of the page works all the same.
import { everyItem } from '../api/every-item.ts';
import type { Api } from '../api/tocsin-api.ts';
import { asKnown } from '../live/as-known.ts';
import { useOnce } from '../live/use-once.ts';
import { useServices } from '../services.ts';

export type Names = readonly (readonly [id: string, name: string])[];

const NONE: Names = [];

export const useWorkloadNames = (): Names => useKnownWorkloads() ?? NONE;

/** Undefined until it is known which there are. */
export function useKnownWorkloads(): Names | undefined {
  const { api } = useServices();
  return useOnce((signal) => workloadNames(api, signal)).value;
}

export function useRuleNames(): Names {
  const { api } = useServices();
  return useOnce((signal) => ruleNames(api, signal)).value ?? NONE;
}

async function workloadNames(api: Api, signal: AbortSignal): Promise<Names> {
  const items = await everyItem((cursor) => api.workloads(cursor, signal));
  return inOrder(items.map(({ id, name, host }) => [id, host === 'local' ? name : `${name} (${host})`]));
}

/** Of workloads, for a page that works without them as well. */
export async function namesOrNone(api: Api, signal: AbortSignal): Promise<Names> {
  const names = await asKnown(workloadNames(api, signal));
  return 'value' in names ? names.value : NONE;
}

async function ruleNames(api: Api, signal: AbortSignal): Promise<Names> {
  const items = await everyItem((cursor) => api.rules(cursor, signal));
  return inOrder(items.map(({ id, name }) => [id, name]));
}

const inOrder = (names: Names): Names => [...names].sort(([, a], [, b]) => a.localeCompare(b));
