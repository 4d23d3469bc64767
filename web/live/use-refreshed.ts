import { useEffect } from 'preact/hooks';
import { browserClock } from './browser-clock.ts';
import { untilVisible } from './page-visibility.ts';

export interface RefreshOptions {
  readonly everyMs: number;
  /** Nothing changes by itself otherwise. */
  readonly isWanted: boolean;
  readonly refresh: () => Promise<void>;
}

/** Does something again and again while it is wanted and the page can be seen. What is given first holds, until `of` is another. */
export function useRefreshed({ everyMs, isWanted, refresh }: RefreshOptions, of: unknown): void {
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    void again(stop.signal, everyMs, refresh);
    return () => stop.abort();
  }, [isWanted, of]);
}

async function again(stop: AbortSignal, everyMs: number, refresh: () => Promise<void>): Promise<void> {
  while (!stop.aborted) {
    await browserClock.sleep(everyMs, stop);
    await untilVisible(stop);
    if (!stop.aborted) await refresh();
  }
}
