// What is said, and what has to be asked, where something was refused in the midst.
import { ApiError, asApiError } from '../../api/api-error.ts';

/** The same refusal, with what had been done by then before it. */
export function leftUndone(error: unknown, done: string): ApiError {
  const { code, message, status, requestId } = asApiError(error);
  return new ApiError(code, `${done} ${message}`, { status, requestId, cause: error });
}

/** Whether the server may have done it all the same: no answer came, or one that is not its own. */
export const mayBeDone = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status < 400 || error.status >= 500;
