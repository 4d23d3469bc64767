import type { FastifyInstance, FastifyRequest } from 'fastify';
import { runInContext } from '../telemetry/request-context.ts';
import { isApiPath } from './guards/guard.ts';
import type { Endpoint, HttpOccurrences } from './http-occurrences.ts';
import type { Method, Route } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** How this request is called in logs and metrics. */
    endpoint: Endpoint;
  }
}

const METHODS: readonly (Method | 'HEAD')[] = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
const UNROUTED = ['ui', 'unmatched'] as const;

/** Gives every request its correlation id and its name, and reports its beginning and its end, however it ends. */
export function observeRequests(
  app: FastifyInstance,
  options: { readonly occurrences: HttpOccurrences; readonly routes: readonly Route[] },
): void {
  const { occurrences } = options;
  occurrences.routesKnown([
    ...options.routes.map(({ method, path }) => ({ method, endpoint: path })),
    ...UNROUTED.map((endpoint) => ({ method: 'GET', endpoint })),
  ]);
  app.decorateRequest('endpoint');
  app.addHook('onRequest', (request, reply, done) => {
    const started = performance.now();
    const endpoint = endpointOf(request);
    const quiet = request.routeOptions.config.route?.quiet ?? endpoint.endpoint === 'ui';
    request.endpoint = endpoint;
    reply.header('x-request-id', request.id);
    runInContext({ correlationId: request.id }, () => {
      occurrences.requestStarted(endpoint);
      // "close" comes exactly once, after the reply or when the client went away before it.
      reply.raw.once('close', () => {
        const durationMs = performance.now() - started;
        runInContext({ correlationId: request.id, ...userOf(request) }, () =>
          occurrences.requestFinished({ ...endpoint, statusCode: reply.raw.statusCode, durationMs, quiet }),
        );
      });
      done();
    });
  });
}

function endpointOf(request: FastifyRequest): Endpoint {
  const { route } = request.routeOptions.config;
  if (route) return { method: route.method, endpoint: route.path };
  const method = METHODS.find((known) => known === request.method) ?? 'OTHER';
  const ui = !isApiPath(request.url) && (method === 'GET' || method === 'HEAD');
  return { method: ui ? 'GET' : method, endpoint: ui ? 'ui' : 'unmatched' };
}

function userOf(request: FastifyRequest): { readonly userId?: string } {
  return request.principal?.kind === 'user' ? { userId: request.principal.user.id } : {};
}
