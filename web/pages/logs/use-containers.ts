import { everyItem } from '../../api/every-item.ts';
import type { Container } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { useServices } from '../../services.ts';

const EVERY_MS = 10_000;

/** The containers that are there, and those that went lately, by name; undefined until they are known. */
export function useContainers(): readonly Container[] | undefined {
  const { api } = useServices();
  const { value } = useLiveValue({
    load: (signal) => everyItem((cursor) => api.containers(cursor, signal)),
    everyMs: EVERY_MS,
  });
  return value?.toSorted((a, b) => a.name.localeCompare(b.name));
}
