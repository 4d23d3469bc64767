// What can happen to a request from outside.
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface KnownRoute {
  readonly method: string;
  /** The route's pattern, such as `/api/events/{id}`; never a path that somebody asked for. */
  readonly endpoint: string;
  /** What it answers when all is well; 200 unless said. */
  readonly statusCode?: number;
  /** Asked so often by machines that its requests are logged at debug only. */
  readonly quiet?: boolean;
}

export interface FinishedRequest {
  readonly method: string;
  /** Anything but a known route's pattern is counted as `unmatched`. */
  readonly endpoint: string;
  readonly statusCode: number;
  readonly durationMs: number;
}

export interface HttpOccurrences {
  /** Once, when all routes are registered and before the first request: from here on their series exist. */
  routesKnown(routes: readonly KnownRoute[]): void;
  requestStarted(request: Pick<FinishedRequest, 'method' | 'endpoint'>): void;
  /** Once for each request that started, also when its client went away. */
  requestFinished(request: FinishedRequest): void;
  /** A request met a fault of ours; its answer is an `internal` error, or its stream is closed, without the cause, which only the log tells. */
  requestFailed(failure: { readonly error: unknown }): void;
  /** Somebody sent what is no HTTP; there is no route to count it under. */
  clientFaulted(fault: { readonly reason: string }): void;
  /** Once for each stream of events, followed by exactly one `streamClosed`. */
  streamOpened(): void;
  streamClosed(): void;
  /** As many streams are open as may be. */
  streamRefused(refusal: { readonly open: number }): void;
}

const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const UNMATCHED = 'unmatched';
/** Of requests that no route took, only these methods keep their name: the client chooses it. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export function createHttpOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Endpoints that are quiet besides those that say so themselves. */
  readonly quietEndpoints?: readonly string[];
}): HttpOccurrences {
  const logger = tools.logger.child('http');
  const { requests, durations, active, faults, streams, streamRefusals } = httpMetrics(tools.metrics);
  const known = new Map<string, KnownRoute>();
  const quietEndpoints = new Set(tools.quietEndpoints);

  function labelsOf({ method, endpoint }: Pick<FinishedRequest, 'method' | 'endpoint'>) {
    if (known.has(`${method} ${endpoint}`)) return { method, endpoint };
    return { method: METHODS.has(method) ? method : 'OTHER', endpoint: UNMATCHED };
  }

  return {
    routesKnown(routes) {
      for (const route of [...routes, { method: 'GET', endpoint: UNMATCHED, statusCode: 404 }]) {
        const labels = { method: route.method, endpoint: route.endpoint };
        const quiet = route.quiet === true || quietEndpoints.has(route.endpoint);
        known.set(`${route.method} ${route.endpoint}`, { ...route, quiet });
        for (const status of [route.statusCode ?? 200, 500])
          requests.declare({ ...labels, status_code: String(status) });
        durations.declare(labels);
        active.declare(labels);
      }
      const there = new Set(routes.map(({ endpoint }) => endpoint));
      for (const endpoint of quietEndpoints)
        if (!there.has(endpoint)) logger.warning('http_quiet_endpoint_unknown', { endpoint });
    },
    requestStarted(request) {
      active.add(labelsOf(request), 1);
    },
    requestFinished(request) {
      const labels = labelsOf(request);
      const { statusCode, durationMs } = request;
      active.add(labels, -1);
      requests.increment({ ...labels, status_code: String(statusCode) });
      durations.observe(labels, durationMs / 1000);
      const level = known.get(`${labels.method} ${labels.endpoint}`)?.quiet ? 'debug' : 'info';
      logger[level]('http_request', { ...labels, status_code: statusCode, duration_ms: round(durationMs) });
    },
    requestFailed({ error }) {
      logger.error('http_request_failed', { error });
    },
    clientFaulted({ reason }) {
      faults.increment({});
      logger.debug('http_client_fault', { reason });
    },
    streamOpened() {
      streams.add({}, 1);
    },
    streamClosed() {
      streams.add({}, -1);
    },
    streamRefused({ open }) {
      streamRefusals.increment({});
      logger.warning('http_stream_refused', { open });
    },
  };
}

function httpMetrics(metrics: Metrics) {
  const labels = { method: [], endpoint: [] } as const;
  return {
    requests: metrics.counter({
      name: 'tocsin_http_requests_total',
      help: 'Requests that were answered, by route and status.',
      labels: { ...labels, status_code: [] },
    }),
    durations: metrics.histogram({
      name: 'tocsin_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer.',
      labels,
      buckets: DURATION_BUCKETS,
    }),
    active: metrics.gauge({
      name: 'tocsin_http_active_requests',
      help: 'Requests that are being answered now.',
      labels,
    }),
    faults: metrics.counter({
      name: 'tocsin_http_client_faults_total',
      help: 'Connections that sent what is no HTTP, or too slowly.',
    }),
    streams: metrics.gauge({
      name: 'tocsin_http_streams',
      help: 'Streams of events that are open now.',
    }),
    streamRefusals: metrics.counter({
      name: 'tocsin_http_streams_refused_total',
      help: 'Streams of events that were refused, because too many were open.',
    }),
  };
}

/** Microseconds are enough. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
