import type { Container } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { useServices } from '../../services.ts';

const EVERY_MS = 10_000;

/** The containers whose lines can be looked at, by name; undefined until they are known. */
export function useContainers(): readonly Container[] | undefined {
  const { api } = useServices();
  const { value } = useLiveValue({ load: (signal) => api.containers(signal), everyMs: EVERY_MS });
  return value?.items.filter(({ gone_at: gone }) => gone === null).toSorted((a, b) => a.name.localeCompare(b.name));
}
