import { describe, expect, test } from 'vitest';
import { ApiError, isAbort } from './api-error.ts';
import { createCaller } from './caller.ts';

interface Sent {
  readonly url: string;
  readonly request: RequestInit;
}

/** A caller whose server gives one prepared answer. */
function callerFor(answer: (request: RequestInit) => Response | Promise<Response>, returns: boolean[] = []) {
  const sent: Sent[] = [];
  const ended: boolean[] = [];
  let unauthenticated = 0;
  const call = createCaller({
    fetch: async (url, request = {}) => {
      sent.push({ url: String(url), request });
      return answer(request);
    },
    onUnauthenticated: async () => {
      unauthenticated += 1;
      return returns.shift() ?? false;
    },
    onEnded: ({ failed }) => ended.push(failed),
  });
  return { call, sent, ended, timesUnauthenticated: () => unauthenticated };
}

const NEW_USER = { username: 'ann', password: 'none', role: 'viewer' } as const;

const json = (status: number, body: unknown): Response => Response.json(body, { status });
const fault = (thrown: unknown): ApiError => {
  if (thrown instanceof ApiError) return thrown;
  throw thrown;
};

describe('a call', () => {
  test('gives the answer, and sends nothing but what was asked', async () => {
    const { call, sent } = callerFor(() => json(200, { items: [] }));
    await expect(call('GET /api/users', { query: { cursor: 'a b&c', limit: undefined } })).resolves.toEqual({
      items: [],
    });
    expect(sent[0]?.url).toBe('/api/users?cursor=a+b%26c');
    expect(sent[0]?.request).not.toHaveProperty('body');
  });

  test('that changes something says that it sends JSON, even with nothing to say', async () => {
    const { call, sent } = callerFor(() => new Response(null, { status: 204 }));
    await expect(call('DELETE /api/users/{id}', { path: { id: 'a/b' } })).resolves.toBeUndefined();
    expect(sent[0]?.url).toBe('/api/users/a%2Fb');
    expect(sent[0]?.request).toMatchObject({
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  });

  test('that is refused rejects with the code, the sentence and the fields of the server', async () => {
    const details = [{ path: 'password', message: 'Too short.' }];
    const { call } = callerFor(() => json(422, { error: { code: 'refused', message: 'Not so.', details } }));
    const error = await call('POST /api/users', { body: NEW_USER }).catch(fault);
    expect(error).toMatchObject({ code: 'refused', message: 'Not so.', status: 422, details });
  });

  test('tells whoever keeps the session of every 401, and of nothing else', async () => {
    const { call, timesUnauthenticated } = callerFor(({ method }) =>
      json(method === 'GET' ? 401 : 403, { error: { code: 'unauthenticated', message: 'Log in first.', details: [] } }),
    );
    await call('POST /api/users', { body: NEW_USER }).catch(fault);
    expect(timesUnauthenticated()).toBe(0);
    await call('GET /api/users').catch(fault);
    expect(timesUnauthenticated()).toBe(1);
  });

  test('is asked again when whoever asked has logged in again', async () => {
    let asked = 0;
    const { call, sent } = callerFor(() => (++asked === 1 ? json(401, {}) : json(200, { items: [] })), [true]);
    await expect(call('GET /api/users', { query: { cursor: 'a' } })).resolves.toEqual({ items: [] });
    expect(sent.map(({ url }) => url)).toEqual(['/api/users?cursor=a', '/api/users?cursor=a']);
  });

  test('that changes something is not done of its own accord after a login, and says so', async () => {
    const { call, sent } = callerFor(() => json(401, {}), [true]);
    const error = await call('POST /api/users', { body: NEW_USER }).catch(fault);
    expect(error).toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('not done') });
    expect(sent).toHaveLength(1);
  });

  test('of a login that is refused ends no session', async () => {
    const { call, timesUnauthenticated } = callerFor(() => json(401, {}));
    await call('POST /api/auth/login', { body: NEW_USER, isLogin: true }).catch(fault);
    expect(timesUnauthenticated()).toBe(0);
  });

  test('takes a failing health report for the answer that it is', async () => {
    const { call } = callerFor(() => json(503, { status: 'failing' }));
    await expect(call('GET /api/health', { alsoAnswers: [503] })).resolves.toEqual({ status: 'failing' });
    await expect(call('GET /api/system')).rejects.toMatchObject({ status: 503 });
  });

  test('is told of when it ended, and whether it failed; one that was given up is not', async () => {
    const answers = [
      json(200, {}),
      json(404, null),
      json(503, null),
      new Error('gone'),
      new DOMException('', 'AbortError'),
    ];
    const { call, ended } = callerFor(() => {
      const answer = answers.shift();
      return answer instanceof Response ? answer : Promise.reject(answer);
    });
    for (const _ of [...answers]) await call('GET /api/system').catch(() => {});
    expect(ended).toEqual([false, false, true, true]);
  });

  test.each([
    { error: 'Bad gateway' },
    { error: { code: 502, message: 'Bad gateway', details: [{ '@type': 'retry' }] } },
    { error: { code: 'BAD', message: 'Bad gateway', details: 'none' } },
    { error: { code: 'BAD', message: { text: 'Bad gateway' } } },
    ['Bad gateway'],
    null,
  ])('that a proxy refuses in a shape of its own is not understood: %j', async (body) => {
    const { call } = callerFor(() => json(502, body));
    expect(await call('GET /api/users').catch(fault)).toMatchObject({
      ...{ code: 'not_understood', message: 'The server refused this (HTTP 502).', details: [] },
    });
  });

  test('that is refused bears the id by which the server logged it', async () => {
    const { call } = callerFor(() => Response.json({}, { status: 500, headers: { 'x-request-id': 'call-7' } }));
    expect(await call('GET /api/users').catch(fault)).toMatchObject({ requestId: 'call-7' });
  });

  test('without an answer says so in words for a person', async () => {
    const { call } = callerFor(() => Promise.reject(new TypeError('fetch failed')));
    expect(await call('GET /api/users').catch(fault)).toMatchObject({ code: 'unreachable', status: 0 });
  });

  test('that is answered by something else, as by a proxy, is not mistaken for an answer', async () => {
    const { call } = callerFor(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    const error = await call('GET /api/users').catch(fault);
    expect(error).toMatchObject({ code: 'not_understood', status: 502 });
    expect(error).toHaveProperty('message', expect.stringContaining('502'));
  });

  test('with a refusal in a form that nobody knows still rejects with a sentence', async () => {
    const { call } = callerFor(() => json(500, null));
    expect(await call('GET /api/users').catch(fault)).toMatchObject({ code: 'not_understood', details: [] });
  });

  test('that was given up rejects as given up, not as a fault', async () => {
    const stop = new AbortController();
    const { call } = callerFor(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const answer = call('GET /api/users', { signal: stop.signal });
    stop.abort();
    expect(isAbort(await answer.catch((error: unknown) => error))).toBe(true);
  });
});
