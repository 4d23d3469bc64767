// How an error looks to whoever asked: its code, one sentence, and never more than that.
import type { ErrorCode, ErrorDetail } from '../../core/errors.ts';
import { TocsinError } from '../../core/errors.ts';
import { ERROR_STATUS, type ErrorStatus } from './error-status.ts';

export interface ErrorReply {
  readonly status: ErrorStatus;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly error: { readonly code: ErrorCode; readonly message: string; readonly details: readonly ErrorDetail[] };
  };
}

export function errorReply(error: TocsinError): ErrorReply {
  const seconds = error.retryAfterSeconds;
  return {
    status: ERROR_STATUS[error.code],
    headers: {
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
      ...(error.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="tocsin"' } : {}),
    },
    body: { error: { code: error.code, message: error.message, details: error.details } },
  };
}

/** Turns whatever was thrown below us into one of our errors; what nobody foresaw stays inside, as the cause. */
export function asTocsinError(thrown: unknown): TocsinError {
  if (thrown instanceof TocsinError) return thrown;
  const { code, statusCode } = thrown instanceof Error ? (thrown as { code?: unknown; statusCode?: unknown }) : {};
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new TocsinError('body_too_large', 'The body is larger than 1 MiB.', { cause: thrown });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new TocsinError('bad_request', 'The body must be JSON: send it with "content-type: application/json".');
    case 'FST_ERR_BAD_URL':
      return new TocsinError('bad_request', 'The path is not a valid URL path.', { cause: thrown });
  }
  if (thrown instanceof SyntaxError)
    return new TocsinError('bad_request', 'The body is not valid JSON.', { cause: thrown });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new TocsinError('bad_request', 'The request is not valid HTTP for this server.', { cause: thrown });
  }
  return new TocsinError('internal', 'Something went wrong here. The log has the details under this X-Request-Id.', {
    cause: thrown,
  });
}
