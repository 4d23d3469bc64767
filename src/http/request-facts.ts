// What a request says of itself, read in one place: over what it came, from where, with which secret, under which id.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { RequestOrigin } from '../access/audited.ts';
import { HOPS_HEADER, hopsOfHeader } from '../core/events/hops.ts';
import { OVER } from '../core/signals/abort-with.ts';
import type { Credential } from './guards/authentication.ts';
import { readSessionCookie } from './session-cookie.ts';

const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const NO_TRACE = '0'.repeat(32);

/** The id stands in every log line; somebody's token, sent in the wrong header, must not. */
const looksLikeSecret = (text: string): boolean => /tcs_/i.test(text);

/** The correlation id of a request: its own X-Request-Id when that is sane, else the trace it belongs to, else a new one. */
export function requestId(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && SANE_ID.test(given) && !looksLikeSecret(given)) return given;
  const { traceparent } = headers;
  const trace = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  return trace !== undefined && trace !== NO_TRACE ? trace : randomUUID();
}

/** Whether this path is one of the API or of the metrics, and not one of the UI. */
export function isApiPath(url: string): boolean {
  return /^\/(api|metrics)(?:[/?]|$)/.test(url);
}

export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https';
}

export function originOf(request: FastifyRequest): RequestOrigin {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? '', correlationId: request.id };
}

export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return readSessionCookie(request.headers.cookie, isSecure(request));
}

export function credentialOf(request: FastifyRequest): Credential {
  const { authorization } = request.headers;
  return { authorization, sessionToken: sessionTokenOf(request), clientIp: request.ip };
}

/** Aborts when the answer was taken, or its client has gone. */
export function overOf(response: Pick<ServerResponse, 'destroyed' | 'once'>): AbortSignal {
  const over = new AbortController();
  response.once('close', () => over.abort(OVER));
  // What has gone before tells it no more.
  if (response.destroyed) over.abort(OVER);
  return over.signal;
}

/** How often what a receiver sends back has been here; 0 for all that nobody got from us. */
export function hopsOfRequest(request: FastifyRequest): number {
  const given = request.headers[HOPS_HEADER];
  return given === undefined ? 0 : hopsOfHeader([given].flat().join());
}

/** That of a stream of fifty containers has 64 characters of each at most. Proxies refuse headers of more than 4 or 8 KiB. */
export const LONGEST_EVENT_ID = 4_000;

/** What a browser sends by itself when it opens a stream again; what is longer than any id of ours is none. */
export function lastEventIdOf(request: FastifyRequest): string | undefined {
  const given = request.headers['last-event-id'];
  return typeof given === 'string' && given.length > 0 && given.length <= LONGEST_EVENT_ID ? given : undefined;
}
