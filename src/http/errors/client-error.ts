import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { TocsinError } from '../../core/errors.ts';
import { errorReply } from './error-reply.ts';

/** Answers what could not even be read as HTTP, in the same shape as every other error, and closes the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const reply = errorReply(refusalOf(error.code));
  const body = JSON.stringify(reply.body);
  const head = [
    `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${randomUUID()}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
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
