// How a call goes to the server, and what becomes of its answer.
import type { ErrorCode, ErrorDetail } from '../../src/core/errors.ts';
import type { EndedCall } from '../telemetry/measurements.ts';
import { ApiError, isAbort } from './api-error.ts';
import type { Caller } from './operation.ts';

const TIMEOUT_MS = 20_000;

/** What a call says, whichever it is: see operation.ts for what each takes. */
interface Given {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly alsoAnswers?: readonly number[];
  readonly isLogin?: true;
}

export interface CallerOptions {
  readonly fetch: (path: string, request: RequestInit) => Promise<Response>;
  /** Called for every 401 of somebody who was logged in. Resolves when it is known whether they are again: only then a question is asked again. */
  readonly onUnauthenticated: (signal?: AbortSignal) => Promise<boolean>;
  /** Called once for each call that was not given up, when its answer is there or will not come. */
  readonly onEnded?: (call: EndedCall) => void;
}

export function createCaller({ fetch, onUnauthenticated, onEnded }: CallerOptions): Caller {
  async function call(name: string, given: Given = {}): Promise<unknown> {
    const ended = timer(onEnded);
    const [url, request] = requestOf(name, given);
    const response = await send(fetch, url, request).catch((error) => {
      if (!isAbort(error)) ended(true);
      throw error;
    });
    const isAnswer = response.ok || given.alsoAnswers?.includes(response.status);
    ended(!isAnswer && response.status >= 500);
    if (response.status === 204) return undefined;
    const body = await readJson(response);
    if (isAnswer) return body;
    if (response.status === 401 && !given.isLogin) {
      const returned = onUnauthenticated(given.signal);
      // At once: what is said of it moves nothing while the page is locked.
      if (request.method !== 'GET') throw notDone(response);
      if (await returned) return call(name, given);
    }
    given.signal?.throwIfAborted();
    throw refusedBy(response, body);
  }
  // The server shaped its answer by the schema that the document shows.
  return call as Caller;
}

function timer(onEnded: CallerOptions['onEnded']): (failed: boolean) => void {
  const startedAt = performance.now();
  return (failed) => onEnded?.({ startedAt, durationMs: performance.now() - startedAt, failed });
}

function factsOf({ status, headers }: Response) {
  return { status, requestId: headers.get('x-request-id') ?? undefined };
}

function requestOf(name: string, given: Given): readonly [url: string, RequestInit] {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = given.signal ? AbortSignal.any([given.signal, timeout]) : timeout;
  const [method, path] = partsOf(name);
  // The types of operation.ts have whoever calls give each.
  const filled = path.replace(/{(\w+)}/g, (_, key) => encodeURIComponent(given.path?.[key] as string));
  const url = withQuery(filled, given.query);
  return [url, method === 'GET' ? { method, signal } : { method, signal, ...jsonBody(given.body ?? {}) }];
}

/** A method and a path, as the document has them. */
export const partsOf = (name: string) => name.split(' ') as [method: string, path: string];

export const jsonBody = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export function withQuery(path: string, query: Given['query'] = {}): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

/** Sends it, or rejects with why no answer came. */
export async function send(fetch: CallerOptions['fetch'], url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError('unreachable', 'Tocsin does not answer. Is the server running, and are you online?', {
      status: 0,
      cause: error,
    });
  }
}

export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (isAbort(error)) throw error;
    const message = `The server gave an answer that is not Tocsin's (HTTP ${response.status}). Does a proxy stand in between?`;
    throw new ApiError('not_understood', message, { ...factsOf(response), cause: error });
  }
}

interface RefusalBody {
  readonly error?: {
    readonly code?: ErrorCode;
    readonly message?: string;
    readonly details?: readonly ErrorDetail[];
  };
}

/** For what was wanted when the session had ended already: it is read after the next login. */
export function notDone(response: Response): ApiError {
  const message = 'Your session had ended, so this was not done. Logged in again, you can do it now.';
  return new ApiError('unauthenticated', message, factsOf(response));
}

/** What stands in between may refuse in words of its own, in a shape like ours. */
export function refusedBy(response: Response, body: unknown): ApiError {
  const { code, message, details } = (body as RefusalBody | null)?.error ?? {};
  const facts = factsOf(response);
  if (typeof code !== 'string' || typeof message !== 'string' || !Array.isArray(details ?? []))
    return new ApiError('not_understood', `The server refused this (HTTP ${response.status}).`, facts);
  return new ApiError(code, message, { ...facts, details });
}
