export interface Endpoint {
  readonly method: string;
  /** The pattern of the route, never a raw path: `/api/users/{id}`, `ui` for the files of the UI, `unmatched` for all else. */
  readonly endpoint: string;
}

export interface FinishedRequest extends Endpoint {
  readonly statusCode: number;
  readonly durationMs: number;
  /** Called so often, by machines, that it is logged at debug only. */
  readonly quiet: boolean;
}

/** What the HTTP layer reports as it happens: one function is one log line and one metric. */
export interface HttpOccurrences {
  /** Once, before the first request, so that every series exists at zero. */
  routesKnown(endpoints: readonly Endpoint[]): void;
  requestStarted(endpoint: Endpoint): void;
  requestFinished(request: FinishedRequest): void;
  /** Something threw that nobody foresaw. */
  requestFailed(failure: Endpoint & { readonly error: unknown }): void;
}
