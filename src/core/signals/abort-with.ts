// Lets a signal that lives long abort what lives shortly. `AbortSignal.any` does so, too, and leaves behind what only a whole collection of garbage clears away.

/** In the place of an error with its stack, which nobody would read. */
export const OVER = 'over';

/** The controller aborts when the signal does, or at once when that has aborted. What it gives is to be called when the controller is not needed any more. */
export function abortWith(controller: AbortController, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {};
  const abort = (): void => controller.abort(OVER);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}
