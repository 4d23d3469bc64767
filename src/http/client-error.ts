import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../core/errors.ts';
import type { HttpOccurrences } from '../telemetry/occurrences/http.ts';
import { runInContext } from '../telemetry/request-context.ts';
import { securityHeaders } from './security-headers.ts';

interface Answer {
  readonly status: string;
  readonly code: ErrorCode;
  readonly message: string;
}

type Reporter = Pick<HttpOccurrences, 'clientFaulted'>;

/** Answers what could not even be read as HTTP, in the same shape as every other error, and closes the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Duplex, report: Reporter): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answer(answerTo(error.code), socket, { report, reason: error.code ?? 'unknown' });
}

/** We are no proxy. */
export function answerConnect(socket: Duplex, report: Reporter): void {
  const refusal = {
    status: '400 Bad Request',
    code: 'bad_request',
    message: 'This server connects nobody to others.',
  } as const;
  answer(refusal, socket, { report, reason: 'CONNECT' });
}

function answer(
  { status, code, message }: Answer,
  socket: Duplex,
  { report, reason }: { readonly report: Reporter; readonly reason: string },
): void {
  const correlationId = randomUUID();
  runInContext({ correlationId }, () => report.clientFaulted({ reason }));
  const body = JSON.stringify({ error: { code, message, details: [] } });
  const headers = {
    ...securityHeaders(false),
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': correlationId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}

function answerTo(code: string | undefined): Answer {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: '408 Request Timeout',
        code: 'request_timeout',
        message: 'The request took too long to arrive.',
      };
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: '431 Request Header Fields Too Large',
        code: 'bad_request',
        message: 'The headers are larger than 16 KiB.',
      };
    default:
      return { status: '400 Bad Request', code: 'bad_request', message: 'This is not a valid HTTP request.' };
  }
}
