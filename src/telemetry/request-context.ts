// What all log lines of a request have in common, carried along with the work that it starts.
import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line of a request, and of the work that it starts, has in common. */
export interface RequestContext {
  readonly correlationId: string;
  /** Known once the caller has shown who they are. */
  readonly userId?: string | undefined;
}

const contexts = new AsyncLocalStorage<{ context: RequestContext }>();

/** Runs the work, and all that it starts, in this context. */
export function runInContext<Result>(context: RequestContext, work: () => Result): Result {
  return contexts.run({ context }, work);
}

export function currentContext(): RequestContext | undefined {
  return contexts.getStore()?.context;
}

export function currentCorrelationId(): string | undefined {
  return currentContext()?.correlationId;
}

/** From here on the request belongs to this user. Outside of a request it does nothing. */
export function setContextUser(userId: string): void {
  const holder = contexts.getStore();
  if (holder) holder.context = { ...holder.context, userId };
}
