import { useEffect, useState } from 'preact/hooks';
import { type ApiError, asApiError } from '../api/api-error.ts';

export interface Once<Value> {
  /** Undefined until it is there. */
  readonly value: Value | undefined;
  readonly fault: ApiError | undefined;
}

/** Something on the server that is read once, when the component appears. What is given first holds; `undefined` reads nothing. */
export function useOnce<Value>(load: ((signal: AbortSignal) => Promise<Value>) | undefined): Once<Value> {
  const [read, setRead] = useState<Once<Value>>({ value: undefined, fault: undefined });
  useEffect(() => {
    const stop = new AbortController();
    load?.(stop.signal).then(
      (value) => stop.signal.aborted || setRead({ value, fault: undefined }),
      (error) => stop.signal.aborted || setRead({ value: undefined, fault: asApiError(error) }),
    );
    return () => stop.abort();
  }, []);
  return read;
}
