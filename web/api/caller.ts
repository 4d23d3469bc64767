import type { ErrorCode, ErrorDetail } from '../../src/core/errors.ts';
import type { EndedCall } from '../telemetry/measurements.ts';
import { ApiError, isAbort } from './api-error.ts';

const TIMEOUT_MS = 20_000;

export interface CallOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Statuses above 299 whose body is an answer all the same: a failing health report comes with 503. */
  readonly alsoAnswers?: readonly number[];
  /** Whoever calls is not logged in, and no session ends when the server refuses it. */
  readonly isLogin?: true;
}

/** Calls the API once. It resolves with the answer, or rejects with an ApiError, or with an AbortError when the signal was aborted. */
export type Caller = <Answer>(method: string, path: string, options?: CallOptions) => Promise<Answer>;

export interface CallerOptions {
  readonly fetch: (path: string, request: RequestInit) => Promise<Response>;
  /** Called for every 401 of somebody who was logged in. Resolves when it is known whether they are again: only then a question is asked again. */
  readonly onUnauthenticated: (signal?: AbortSignal) => Promise<boolean>;
  /** Called once for each call that was not given up, when its answer is there or will not come. */
  readonly onEnded?: (call: EndedCall) => void;
}

export function createCaller({ fetch, onUnauthenticated, onEnded }: CallerOptions): Caller {
  return async function call<Answer>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const ended = timer(onEnded);
    const response = await send(fetch, withQuery(path, options.query), requestOf(method, options)).catch((error) => {
      if (!isAbort(error)) ended(true);
      throw error;
    });
    ended(response.status >= 500 && !options.alsoAnswers?.includes(response.status));
    if (response.status === 204) return undefined as Answer;
    const body = await readJson(response);
    // The server shaped its answer by the schema from which the type was taken: see shapes.ts.
    if (response.ok || options.alsoAnswers?.includes(response.status)) return body as Answer;
    if (response.status === 401 && !options.isLogin) {
      const returned = onUnauthenticated(options.signal);
      // At once: what is said of it moves nothing while the page is locked.
      if (method !== 'GET') throw notDone(response);
      if (await returned) return call<Answer>(method, path, options);
    }
    options.signal?.throwIfAborted();
    throw refusedBy(response, body);
  };
}

function timer(onEnded: CallerOptions['onEnded']): (failed: boolean) => void {
  const startedAt = performance.now();
  return (failed) => onEnded?.({ startedAt, durationMs: performance.now() - startedAt, failed });
}

function factsOf({ status, headers }: Response) {
  return { status, requestId: headers.get('x-request-id') ?? undefined };
}

function requestOf(method: string, { body, signal }: CallOptions): RequestInit {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const request = { method, signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
  if (method === 'GET') return request;
  return { ...request, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) };
}

function withQuery(path: string, query: CallOptions['query'] = {}): string {
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

export function refusedBy(response: Response, body: unknown): ApiError {
  const { code, message, details } = (body as RefusalBody | null)?.error ?? {};
  return new ApiError(code ?? 'not_understood', message ?? `The server refused this (HTTP ${response.status}).`, {
    ...factsOf(response),
    details,
  });
}
