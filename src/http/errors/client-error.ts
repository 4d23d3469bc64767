// Answers what could not even be read as HTTP, in the same shape as every other error, and closes the connection.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { TocsinError } from '../../core/errors.ts';
import type { HttpOccurrences } from '../../telemetry/occurrences/http.ts';
import { runInContext } from '../../telemetry/request-context.ts';
import { securityHeaders } from '../security-headers.ts';
import { errorReply } from './error-reply.ts';

type Reporter = Pick<HttpOccurrences, 'clientFaulted'>;

export function answerClientError(error: Error & { readonly code?: string }, socket: Duplex, report: Reporter): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answer(refusalOf(error.code), socket, { report, reason: error.code ?? 'unknown' });
}

/** We are no proxy. */
export function answerConnect(socket: Duplex, report: Reporter): void {
  const refusal = new TocsinError('bad_request', 'This server connects nobody to others.');
  answer(refusal, socket, { report, reason: 'CONNECT' });
}

function answer(
  refusal: TocsinError,
  socket: Duplex,
  { report, reason }: { readonly report: Reporter; readonly reason: string },
): void {
  const correlationId = randomUUID();
  runInContext({ correlationId }, () => report.clientFaulted({ reason }));
  const reply = errorReply(refusal);
  const body = JSON.stringify(reply.body);
  const headers = {
    ...securityHeaders({ isSecure: false, isTrusted: false }),
    ...reply.headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': correlationId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status]}\r\n${lines.join('')}\r\n${body}`);
}

function refusalOf(code: string | undefined): TocsinError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new TocsinError('request_timeout', 'The request took too long to arrive.');
    case 'HPE_HEADER_OVERFLOW':
      return new TocsinError('headers_too_large', 'The headers are larger than 16 KiB.');
    default:
      return new TocsinError('bad_request', 'This is not a valid HTTP request.');
  }
}
