// What every request passes before any of its body is read.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Principal } from '../../access/principal.ts';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import { setContextUser } from '../../telemetry/request-context.ts';
import { pathInDemo } from '../demo-below.ts';
import { credentialOf, isApiPath, isSecure } from '../request-facts.ts';
import type { Route } from '../route.ts';
import { securityHeaders } from '../security-headers.ts';
import { type Authenticators, authenticate, authorize } from './authentication.ts';
import { refuseCrossSite } from './cross-site.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard, before any body is read. */
    principal: Principal | undefined;
  }
  interface FastifyContextConfig {
    /** The route of our table that Fastify found; absent for the UI's files and for unknown paths. */
    route?: Route;
  }
}

export interface GuardOptions {
  readonly authenticators: Authenticators;
  readonly publicUrl: string | undefined;
}

/**
 * Decides, before any body is read, whether a request may go on: unknown people get 401 even for paths that do not exist, so that
 * nobody learns from the difference; then 403; only then 404 and 400.
 */
export function guardRequests(app: FastifyInstance, options: GuardOptions): void {
  app.decorateRequest('principal', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const isTrusted = request.headers['sec-fetch-site'] !== undefined;
    reply.headers(securityHeaders({ isSecure: isSecure(request), isTrusted }));
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      throw new TocsinError('bad_request', 'The request names no host: HTTP/1.1 wants a Host header.');
    }
    const { route } = request.routeOptions.config;
    const isForDemo = pathInDemo(request.url) !== undefined;
    if (!route && !isForDemo && !isApiPath(request.url)) return;
    reply.header('cache-control', 'no-store');
    const { authorization } = request.headers;
    if (authorization === undefined) refuseCrossSite(browserFacts(request, options.publicUrl));
    request.principal = await whoAsks(request, options.authenticators);
    if (request.principal?.kind === 'user') setContextUser(request.principal.user.id);
    authorize(request.principal, route?.access ?? 'read');
    if (!route && !isForDemo)
      throw new TocsinError(
        'not_found',
        `Nothing answers ${request.method} at this path. GET /api/docs lists what there is.`,
      );
  });
  // A body may come long after its head: whoever lost access in the meantime changes nothing any more.
  app.addHook('preHandler', async (request) => {
    const { route } = request.routeOptions.config;
    if (!route || route.access === 'open' || route.method === 'GET') return;
    request.principal = await authenticate(credentialOf(request), options.authenticators);
    authorize(request.principal, route.access);
  });
}

/** A browser is told how the server is also while the store cannot say whose cookie that is. */
async function whoAsks(request: FastifyRequest, by: Authenticators): Promise<Principal | undefined> {
  const credential = credentialOf(request);
  try {
    return await authenticate(credential, by);
  } catch (error) {
    const isOpen = request.routeOptions.config.route?.access === 'open' && credential.authorization === undefined;
    if (isOpen && isTocsinError(error, 'store_unavailable')) return undefined;
    throw error;
  }
}

function browserFacts(request: FastifyRequest, publicUrl: string | undefined) {
  const site = request.headers['sec-fetch-site'];
  const here = `${request.protocol}://${request.host}`.toLowerCase();
  return {
    method: request.method,
    secFetchSite: typeof site === 'string' ? site : undefined,
    origin: request.headers.origin,
    ownOrigins: publicUrl === undefined ? [here] : [here, new URL(publicUrl).origin.toLowerCase()],
  };
}
