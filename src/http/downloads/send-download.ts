// Sends a file part by part, no faster than its client takes it.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';

/** A client that takes nothing for so long is taken for gone. */
const TAKES_WITHIN_MS = 60_000;

export interface SentDownload {
  readonly content: AsyncIterable<string>;
  /** Called when the first part is there: what fails before that is an answer like any other. */
  writeHead(): ServerResponse;
}

/**
 * Asks for the next part when the client has taken all before it. A part that cannot be had, and a client that takes
 * nothing for a minute, break the connection off, so that nobody takes the file for whole. Resolves when nothing is kept for it any more.
 */
export async function sendDownload({ content, writeHead }: SentDownload, clock: Clock): Promise<void> {
  const parts = content[Symbol.asyncIterator]();
  const first = await parts.next();
  const response = writeHead();
  response.on('error', () => {});
  try {
    for (let part = first; !part.done; part = await parts.next()) {
      if (response.destroyed) return;
      if (!response.write(part.value) && !(await happens('drain', response, clock))) return;
    }
    const finished = happens('finish', response, clock);
    response.end();
    await finished;
  } catch {
    response.destroy();
  } finally {
    await parts.return?.();
  }
}

/** Whether it happens in time; else the connection is broken off, if it is not already. */
async function happens(event: 'drain' | 'finish', response: ServerResponse, clock: Clock): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const [done, gone] = [() => resolve(true), () => resolve(false)];
  response.once(event, done).once('close', gone);
  if (response.destroyed) gone();
  const hasHappened = (await within(promise, { clock, ms: TAKES_WITHIN_MS })) === true;
  response.off(event, done).off('close', gone);
  if (!hasHappened) response.destroy();
  return hasHappened;
}
