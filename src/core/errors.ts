/** Every way in which Tocsin refuses something, by a stable code. The HTTP layer maps each code to a status; the compiler sees to it that none is forgotten. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'cross_site_request'
  | 'not_found'
  | 'conflict'
  | 'body_too_large'
  | 'headers_too_large'
  | 'refused'
  | 'rule_pattern_invalid'
  | 'too_many_requests'
  | 'request_timeout'
  | 'stopping'
  | 'internal'
  | 'config_invalid'
  | 'store_unavailable'
  | 'engine_unreachable'
  | 'store_too_new'
  | 'store_in_use'
  | 'lease_lost';

/** One fault at one place: `path` is the field (dotted), empty for the whole. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
  /** Where in the text of the field, as JavaScript counts its characters. */
  readonly position?: number;
}

export interface TocsinErrorOptions {
  readonly cause?: unknown;
  readonly details?: readonly ErrorDetail[];
  /** How long the caller should wait before trying again. */
  readonly retryAfterSeconds?: number;
}

/** A refusal that a person or a program can act on: a stable code, one sentence, and the cause for the log. */
export class TocsinError extends Error {
  override readonly name = 'TocsinError';
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: TocsinErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function isTocsinError(error: unknown, code?: ErrorCode): error is TocsinError {
  return error instanceof TocsinError && (code === undefined || error.code === code);
}
