import type { ErrorCode, ErrorDetail } from '../../src/core/errors.ts';

/** What went wrong with a call: a refusal of the server, by its code, or no answer at all. */
export type ApiErrorCode = ErrorCode | 'unreachable' | 'not_understood';

export interface ApiErrorFacts {
  /** 0 when there was no answer. */
  readonly status: number;
  readonly details?: readonly ErrorDetail[] | undefined;
  /** The id of the call, which stands in every line that the server logged of it. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** An error whose message can be shown to a person as it is. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly details: readonly ErrorDetail[];
  readonly requestId: string | undefined;

  constructor(code: ApiErrorCode, message: string, facts: ApiErrorFacts) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.details = facts.details ?? [];
    this.requestId = facts.requestId;
  }
}

/** Whatever was thrown, as something that can be shown. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError('not_understood', 'Something went wrong in this page. Reload it and try again.', {
    status: 0,
    cause: thrown,
  });
}

/** Was the call given up by ourselves, so that nobody wants to hear of it? */
export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
