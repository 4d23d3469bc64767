import type { Slots } from '../../src/core/signals/slots.ts';

/** What it gives lets all of them go again. */
export async function takeAll(slots: Slots, count: number): Promise<() => void> {
  const signal = new AbortController().signal;
  const taken = await Promise.all(Array.from({ length: count }, () => slots.take(signal)));
  return () => {
    for (const release of taken) release?.();
  };
}
