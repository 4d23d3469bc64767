// One read of an input, which may fail, or last for ever.
import type { ScanInput } from './scan-input.ts';

export interface Read {
  /** Bytes that came; 0 at the end, after a failure and after a stop. */
  readonly count: number;
  readonly error?: unknown;
}

/** A read from a silent pipe may last for ever; a request to stop ends the waiting. What need not be waited for is there at once. */
export function readUnlessStopped(input: ScanInput, into: Uint8Array, stop: AbortSignal): Read | Promise<Read> {
  try {
    const reading = input.read(into);
    return typeof reading === 'number' ? { count: reading } : unlessStopped(reading, stop).then(counted, failed);
  } catch (error) {
    return failed(error);
  }
}

const counted = (count: number): Read => ({ count });
const failed = (error: unknown): Read => ({ count: 0, error });

function unlessStopped(reading: Promise<number>, stop: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (): void => resolve(0);
    if (stop.aborted) ended();
    stop.addEventListener('abort', ended, { once: true });
    reading.then(resolve, reject).finally(() => stop.removeEventListener('abort', ended));
  });
}
