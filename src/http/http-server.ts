// The listening server: limits around, guards before, routes within, and one shape for every error.
import type { RequestListener } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastify from 'fastify';
import type { Clock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import { RUNNING_ENDS_WITHIN_MS } from '../core/signals/stop-times.ts';
import { within } from '../core/within.ts';
import type { HttpOccurrences } from '../telemetry/occurrences/http.ts';
import { parseJsonBody } from './body/json-body.ts';
import { showDemoBelow } from './demo-below.ts';
import { Downloads } from './downloads/downloads.ts';
import { answerClientError, answerConnect } from './errors/client-error.ts';
import { asTocsinError, errorReply } from './errors/error-reply.ts';
import type { EventStreams } from './event-stream.ts';
import { answerInTurns } from './guards/answer-in-turns.ts';
import type { Authenticators } from './guards/authentication.ts';
import { guardRequests } from './guards/guard.ts';
import { mountRoutes } from './mount-routes.ts';
import { observeRequests } from './observe-requests.ts';
import { readablePath } from './readable-path.ts';
import { requestId } from './request-facts.ts';
import type { Stage } from './resources/demo/demo.ts';
import type { Route } from './route.ts';
import { serveUi } from './serve-ui.ts';

const BODY_LIMIT = 1 << 20;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
/** A client that takes nothing of its answer for so long is taken for gone. */
const TAKES_WITHIN_MS = 60_000;
const MOST_CONNECTIONS = 10_000;

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly authenticators: Authenticators;
  readonly occurrences: HttpOccurrences;
  readonly streams: EventStreams;
  readonly clock: Clock;
  /** Addresses and networks whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Where browsers reach this server, when that is known. */
  readonly publicUrl: string | undefined;
  /** The demo that is shown below a path. */
  readonly stage: Pick<Stage, 'handler'>;
  /** All that is told here is invented, and each answer says so. */
  readonly isDemo?: boolean;
  /** The folder with the built UI. */
  readonly uiFolder: string;
  /** A minute unless said. */
  readonly takesWithinMs?: number;
}

export interface HttpServer {
  /** Resolves to the URL on which the server answers now. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Instead of listening: answers requests that another server has got. */
  mount(): Promise<RequestListener>;
  /** Takes no new connection, tells the streams, lets running requests finish, and cuts what is left after three seconds. May be called twice. */
  close(): Promise<void>;
}

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const app = fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_WITHIN_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: options.takesWithinMs ?? TAKES_WITHIN_MS,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: (request) => requestId(request.headers),
    rewriteUrl: (request) => readablePath(request.url ?? '/'),
    http: {
      headersTimeout: HEADERS_WITHIN_MS,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
      requireHostHeader: false,
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket, options.occurrences),
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  // Node would answer these two by itself, without our headers and our form of an error.
  app.server.on('checkExpectation', (request, response) => void app.server.emit('request', request, response));
  app.server.on('connect', (_request, socket) => answerConnect(socket, options.occurrences));
  const stopping = { now: false };

  parseJsonOnly(app);
  observeRequests(app, options);
  if (options.isDemo) sayThatItIsADemo(app);
  refuseWhen(app, stopping);
  guardRequests(app, options);
  showDemoBelow(app, options.stage);
  answerInTurns(app);
  app.setErrorHandler((error, request, reply) => {
    const known = asTocsinError(error);
    if (known.code === 'internal') options.occurrences.requestFailed({ error: known.cause });
    return sendError(known, request, reply);
  });
  mountRoutes(app, { ...options, downloads: new Downloads() });
  await serveUi(app, options.uiFolder);

  let closing: Promise<void> | undefined;
  return {
    listen: ({ host, port }) => app.listen({ host, port }),
    async mount() {
      await app.ready();
      return (request, response) => void app.server.emit('request', request, response);
    },
    close() {
      stopping.now = true;
      closing ??= closeInTime(app, options);
      return closing;
    },
  };
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, headers, body } = errorReply(asTocsinError(error));
  return reply
    .code(status)
    .headers(headers)
    .header('x-request-id', request.id)
    .type('application/json')
    .send(JSON.stringify(body));
}

/** JSON is the only body that any route takes; an empty one is none, whatever its header says. */
function parseJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => (body === '' ? undefined : parseJsonBody(body)),
  );
}

/** To programs as well, whatever they ask for: an answer, a file, a stream, figures or an error. */
function sayThatItIsADemo(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-tocsin-demo', 'true');
  });
}

/** Once the server stops, a connection is closed after the reply that it waits for, and takes no further request. */
function refuseWhen(app: FastifyInstance, stopping: { readonly now: boolean }): void {
  app.addHook('onRequest', async () => {
    if (!stopping.now) return;
    throw new TocsinError('stopping', 'This server is stopping; try again in a few seconds.', { retryAfterSeconds: 5 });
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping.now) reply.header('connection', 'close');
  });
}

async function closeInTime(
  app: FastifyInstance,
  { streams, clock }: Pick<HttpServerOptions, 'streams' | 'clock'>,
): Promise<void> {
  streams.closeAll('the server is stopping');
  const closed = app.close().then(() => true);
  if (!(await within(closed, { clock, ms: RUNNING_ENDS_WITHIN_MS }))) app.server.closeAllConnections();
  await closed;
}
