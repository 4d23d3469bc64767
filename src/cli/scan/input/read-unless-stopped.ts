// One read of an input, which may fail, or last for ever.
import type { ScanInput } from './scan-input.ts';

export interface Read {
  /** Bytes that came; 0 at the end, after a failure and after a stop. */
  readonly count: number;
  readonly error?: unknown;
}

/** A read from a silent pipe may last for ever; a request to stop ends the waiting. */
export async function readUnlessStopped(input: ScanInput, into: Uint8Array, stop: AbortSignal): Promise<Read> {
  try {
    const reading = input.read(into);
    return { count: typeof reading === 'number' ? reading : await unlessStopped(reading, stop) };
  } catch (error) {
    return { count: 0, error };
  }
}

function unlessStopped(reading: Promise<number>, stop: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (): void => resolve(0);
    if (stop.aborted) ended();
    stop.addEventListener('abort', ended, { once: true });
    reading.then(resolve, reject).finally(() => stop.removeEventListener('abort', ended));
  });
}
