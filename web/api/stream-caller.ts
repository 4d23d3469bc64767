// Calls that are answered by events, one after the other, until the server has said everything or nobody wants it any more.
import { ApiError, isAbort } from './api-error.ts';
import { type CallerOptions, jsonBody, notDone, partsOf, readJson, refusedBy, send } from './caller.ts';
import type { StreamCaller } from './operation.ts';

interface Given {
  readonly body?: unknown;
  readonly onEvent: (event: AnyEvent) => void;
  readonly signal: AbortSignal;
}

interface AnyEvent {
  readonly name: string;
  readonly data: unknown;
}

export function createStreamCaller({ fetch, onUnauthenticated }: CallerOptions): StreamCaller {
  async function stream(name: string, { body, onEvent, signal }: Given): Promise<void> {
    const [method, path] = partsOf(name);
    const response = await send(fetch, path, { method, ...jsonBody(body), signal });
    if (response.status === 401) {
      void onUnauthenticated(signal);
      throw notDone(response);
    }
    if (!response.ok || response.body === null) throw refusedBy(response, await readJson(response));
    await readEvents(response.body, onEvent);
  }
  // The server makes its events by the schemas that the document shows.
  return stream as StreamCaller;
}

async function readEvents(body: ReadableStream<Uint8Array>, onEvent: Given['onEvent']): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let heard = '';
  try {
    for (let part = await readPart(reader); !part.done; part = await readPart(reader)) {
      const messages = (heard + decoder.decode(part.value, { stream: true })).split('\n\n');
      heard = messages.pop() ?? '';
      for (const message of messages) {
        const event = eventOf(message);
        if (event) onEvent(event);
      }
    }
  } finally {
    // Else the server would work on for nobody. Of a body that is over there is nothing to cancel; of one that broke off, it was told already.
    reader.cancel().catch(() => {});
  }
}

async function readPart(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError('unreachable', 'The connection to Tocsin broke off.', { status: 0, cause: error });
  }
}

/** Undefined for what only keeps the connection open. */
function eventOf(message: string): AnyEvent | undefined {
  const lines = message.split('\n');
  const field = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const [name, data] = [field('event'), field('data')];
  return name === undefined || data === undefined ? undefined : { name, data: dataIn(data) };
}

function dataIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = "The server gave an answer that is not Tocsin's. Does a proxy stand in between?";
    throw new ApiError('not_understood', message, { status: 200, cause: error });
  }
}
