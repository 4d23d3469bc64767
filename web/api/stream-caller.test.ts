import { describe, expect, test } from 'vitest';
import { isAbort } from './api-error.ts';
import type { SentEvent } from './operation.ts';
import { createStreamCaller } from './stream-caller.ts';

const NAME = 'POST /api/backtest';

/** An answer that comes in these pieces, and then ends or breaks off. */
function streamed(pieces: readonly string[], breaks = false): Response {
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = bytes.shift();
      if (next) controller.enqueue(next);
      else if (breaks) controller.error(new TypeError('network error'));
      else controller.close();
    },
  });
  return new Response(body);
}

/** An answer that says this, and then nothing more until it is cancelled. */
function endless(text: string) {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    cancel: () => {
      isCancelled = true;
    },
  });
  return { response: new Response(body), isCancelled: () => isCancelled };
}

function given(answer: (request: RequestInit) => Response | Promise<Response>) {
  const events: SentEvent<typeof NAME>[] = [];
  let unauthenticated = 0;
  const stop = new AbortController();
  const call = createStreamCaller({
    fetch: async (_, request = {}) => answer(request),
    onUnauthenticated: async () => {
      unauthenticated += 1;
      return false;
    },
  });
  const run = () => call(NAME, { body: { rules: [] }, onEvent: (event) => events.push(event), signal: stop.signal });
  return { run, events, stop, timesUnauthenticated: () => unauthenticated };
}

describe('a call that is answered by events', () => {
  test('gives each as soon as it is whole, wherever the answer is cut', async () => {
    const text = ': still here\n\nevent: progress\ndata: {"n":"\u00e9"}\n\nid: 7\nevent: result\ndata: {"n":2}\n\n';
    const { run, events } = given(() => streamed([text.slice(0, 20), text.slice(20, 44), text.slice(44)]));
    await run();
    expect(events).toEqual([
      { name: 'progress', data: { n: '\u00e9' } },
      { name: 'result', data: { n: 2 } },
    ]);
  });

  test('that is refused rejects as any other', async () => {
    const body = { error: { code: 'rule_pattern_invalid', message: 'Not so.', details: [] } };
    const { run } = given(() => Response.json(body, { status: 422 }));
    await expect(run()).rejects.toMatchObject({ code: 'rule_pattern_invalid', message: 'Not so.', status: 422 });
    const stranger = given(() => Response.json(null, { status: 401 }));
    await expect(stranger.run()).rejects.toMatchObject({ status: 401 });
    expect(stranger.timesUnauthenticated()).toBe(1);
  });

  test('that breaks off says so, behind what had come', async () => {
    const { run, events } = given(() => streamed(['event: progress\ndata: 1\n\n'], true));
    await expect(run()).rejects.toMatchObject({ code: 'unreachable' });
    expect(events).toEqual([{ name: 'progress', data: 1 }]);
  });

  test('that holds something else says that, and not that the connection broke off, and is read no further', async () => {
    const { response, isCancelled } = endless('event: progress\ndata: <h1>Bad gateway</h1>\n\n');
    const { run } = given(() => response);
    await expect(run()).rejects.toMatchObject({ code: 'not_understood', status: 200 });
    expect(isCancelled()).toBe(true);
  });

  test('does not lay a fault of whoever listens on the connection, which is cancelled', async () => {
    const fault = new RangeError('Invalid time value');
    const { response, isCancelled } = endless('event: progress\ndata: 1\n\n');
    const call = createStreamCaller({
      fetch: async () => response,
      onUnauthenticated: async () => false,
    });
    const onEvent = (): void => {
      throw fault;
    };
    await expect(call(NAME, { body: { rules: [] }, onEvent, signal: new AbortController().signal })).rejects.toBe(
      fault,
    );
    expect(isCancelled()).toBe(true);
  });

  test('that was given up rejects as given up', async () => {
    const { run, stop } = given(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const running = run();
    stop.abort();
    expect(isAbort(await running.catch((error: unknown) => error))).toBe(true);
  });
});
