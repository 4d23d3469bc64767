// Gives every request its correlation id and its name, and reports its beginning and its end, however it ends.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FinishedRequest, HttpOccurrences } from '../telemetry/occurrences/http.ts';
import { runInContext } from '../telemetry/request-context.ts';
import { isApiPath } from './request-facts.ts';
import type { Route } from './route.ts';

export type Endpoint = Pick<FinishedRequest, 'method' | 'endpoint'>;

declare module 'fastify' {
  interface FastifyRequest {
    /** How this request is called in logs and metrics. */
    endpoint: Endpoint;
  }
}

/** What the files of the UI are counted under; the client chose their paths. */
const UI = 'ui';

export function observeRequests(
  app: FastifyInstance,
  options: { readonly occurrences: HttpOccurrences; readonly routes: readonly Route[] },
): void {
  const { occurrences } = options;
  occurrences.routesKnown([
    ...options.routes.map(({ method, path, quiet = false, schemas }) => {
      const statusCode = Math.min(...Object.keys(schemas.replies).map(Number));
      return { method, endpoint: path, statusCode, quiet };
    }),
    { method: 'GET', endpoint: UI, quiet: true },
  ]);
  app.decorateRequest('endpoint');
  app.addHook('onRequest', (request, reply, done) => {
    const started = performance.now();
    const endpoint = endpointOf(request);
    request.endpoint = endpoint;
    reply.header('x-request-id', request.id);
    runInContext({ correlationId: request.id }, () => {
      occurrences.requestStarted(endpoint);
      // "close" comes exactly once, after the reply or when the client went away before it.
      reply.raw.once('close', () => {
        const durationMs = performance.now() - started;
        runInContext({ correlationId: request.id, ...userOf(request) }, () =>
          occurrences.requestFinished({ ...endpoint, statusCode: reply.raw.statusCode, durationMs }),
        );
      });
      done();
    });
  });
}

function endpointOf(request: FastifyRequest): Endpoint {
  const { route } = request.routeOptions.config;
  if (route) return { method: route.method, endpoint: route.path };
  const ui = !isApiPath(request.url) && (request.method === 'GET' || request.method === 'HEAD');
  return ui ? { method: 'GET', endpoint: UI } : { method: request.method, endpoint: 'unmatched' };
}

function userOf(request: FastifyRequest): { readonly userId?: string } {
  return request.principal?.kind === 'user' ? { userId: request.principal.user.id } : {};
}
