// Which HTTP status each code has. A code without one does not compile, and no status of ours comes from anywhere else.
import type { ErrorCode } from '../../core/errors.ts';

export const ERROR_STATUS = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  cross_site_request: 403,
  not_found: 404,
  request_timeout: 408,
  conflict: 409,
  body_too_large: 413,
  refused: 422,
  rule_pattern_invalid: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  internal: 500,
  config_invalid: 500,
  store_too_new: 503,
  store_in_use: 503,
  store_unavailable: 503,
  engine_unreachable: 503,
  lease_lost: 503,
  stopping: 503,
} as const satisfies Readonly<Record<ErrorCode, number>>;

export type ErrorStatus = (typeof ERROR_STATUS)[ErrorCode];
