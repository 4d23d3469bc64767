import type { ApiError } from '../../api/api-error.ts';
import { everyItem } from '../../api/every-item.ts';
import type { Container } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { useServices } from '../../services.ts';

const EVERY_MS = 10_000;

export interface KnownContainers {
  /** Undefined until they are known. */
  readonly known: readonly Container[] | undefined;
  /** Why they could not be read of late. */
  readonly fault: ApiError | undefined;
}

/** The containers that are there, and those that went lately, by name. */
export function useContainers(): KnownContainers {
  const { api } = useServices();
  const { value, fault } = useLiveValue({
    load: (signal) => everyItem((cursor) => api.containers(cursor, signal)),
    everyMs: EVERY_MS,
  });
  return { known: value?.toSorted((a, b) => a.name.localeCompare(b.name)), fault };
}
