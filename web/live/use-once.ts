import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, asApiError } from '../api/api-error.ts';

export interface Once<Value> {
  /** Undefined until it is there. */
  readonly value: Value | undefined;
  readonly fault: ApiError | undefined;
  /** Reads it again; what was there stays until then. */
  readonly reload: () => void;
}

/** Something on the server that is read when the component appears, and again when it is asked for. What is given first holds; `undefined` reads nothing. */
export function useOnce<Value>(load: ((signal: AbortSignal) => Promise<Value>) | undefined): Once<Value> {
  const [read, setRead] = useState<Omit<Once<Value>, 'reload'>>({ value: undefined, fault: undefined });
  const [turn, setTurn] = useState(0);
  const first = useRef(load);
  useEffect(() => {
    const stop = new AbortController();
    first.current?.(stop.signal).then(
      (value) => stop.signal.aborted || setRead({ value, fault: undefined }),
      (error) => stop.signal.aborted || setRead(({ value }) => ({ value, fault: asApiError(error) })),
    );
    return () => stop.abort();
  }, [turn]);
  return { ...read, reload: () => setTurn((now) => now + 1) };
}
