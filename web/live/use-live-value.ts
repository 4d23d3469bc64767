import { useEffect, useMemo } from 'preact/hooks';
import { browserClock } from './browser-clock.ts';
import { type LiveState, LiveValue, type LiveValueOptions } from './live-value.ts';
import { untilVisible } from './page-visibility.ts';

export interface LiveHandle<Value> extends LiveState<Value> {
  /** Asks again at once. */
  readonly reload: () => void;
}

/** Keeps a value of the server fresh for as long as the component is shown. What is given first holds; later changes are not heeded. */
export function useLiveValue<Value>(
  options: Pick<LiveValueOptions<Value>, 'load' | 'everyMs' | 'weightOf'>,
): LiveHandle<Value> {
  const live = useMemo(() => new LiveValue({ ...options, clock: browserClock, untilVisible }), []);
  useEffect(() => {
    const stop = new AbortController();
    void live.run(stop.signal);
    return () => stop.abort();
  }, [live]);
  return { ...live.state.value, reload: () => live.reload() };
}
