// Puts our routes onto the framework: the only place that turns a request into a route's input and its reply into bytes.
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { principalKey } from '../access/principal.ts';
import type { Clock } from '../core/clock.ts';
import type { Downloads } from './downloads/downloads.ts';
import { sendDownload } from './downloads/send-download.ts';
import { EventStream, type EventStreams, type StreamFeed } from './event-stream.ts';
import { type Authenticators, authenticate } from './guards/authentication.ts';
import {
  credentialOf,
  hopsOfRequest,
  isSecure,
  lastEventIdOf,
  originOf,
  overOf,
  sessionTokenOf,
} from './request-facts.ts';
import { goesOn, type RawReply, type Route } from './route.ts';
import { writeSessionCookie } from './session-cookie.ts';

/** An open stream is no way around a logout: who listens is looked up again this often. */
const LOOK_AGAIN_MS = 15_000;

export interface MountOptions {
  readonly routes: readonly Route[];
  readonly streams: EventStreams;
  readonly downloads: Downloads;
  readonly authenticators: Authenticators;
  readonly clock: Clock;
  /** Files that are kept must not pass for real ones later. */
  readonly isDemo?: boolean;
}

export function mountRoutes(app: FastifyInstance, options: MountOptions): void {
  for (const route of options.routes) {
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { route },
      // A stream has no end that a HEAD could wait for, and nobody reads a file for its head.
      exposeHeadRoute: !goesOn(route),
      handler: async (request, reply) => {
        const result = await route.run(inputOf(request, reply));
        const opening = { request, reply, ...options };
        if (result.stream) return openStream(result.stream, opening);
        return result.download ? openDownload(result.download, opening) : send(result, opening);
      },
    });
  }
}

function inputOf(request: FastifyRequest, { raw }: FastifyReply): Parameters<Route['run']>[0] {
  return {
    params: request.params,
    query: request.query,
    body: request.body,
    principal: request.principal,
    sessionToken: sessionTokenOf(request),
    origin: originOf(request),
    lastEventId: lastEventIdOf(request),
    over: overOf(raw),
    hops: hopsOfRequest(request),
  };
}

/** A visitor has no cookie of this server: one that was set or cleared would be that of another server of the same host. */
function send(result: RawReply, { request, reply, authenticators }: Opening): FastifyReply {
  if (result.sessionCookie && !authenticators.visitor)
    reply.header('set-cookie', writeSessionCookie(result.sessionCookie, isSecure(request)));
  reply.code(result.status);
  if (result.text) return reply.type(result.text.type).send(result.text.content);
  if (result.body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(result.body));
}

interface Opening extends MountOptions {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One whose client went away while it was opened never begins. */
function openStream(begin: StreamFeed, opening: Opening): FastifyReply {
  const { request, reply, streams, clock } = opening;
  if (reply.raw.destroyed) return reply.hijack();
  const caller = callerOf(request);
  streams.refuseWhenFull(caller);
  const response = writeHead(reply, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  // Whoever listens knows that it is open, also while there is nothing to send.
  response.flushHeaders();
  const client = new EventStream(response, clock);
  streams.add(client, caller);
  void closeWhenAccessEnds(client, opening);
  void streams.feed(client, begin);
  return reply;
}

async function openDownload(
  { type, fileName, content }: NonNullable<RawReply['download']>,
  { request, reply, downloads, clock, isDemo }: Opening,
): Promise<FastifyReply> {
  const end = downloads.begin(callerOf(request));
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename="${isDemo ? 'demo-' : ''}${fileName}"`,
  };
  try {
    await sendDownload({ content, writeHead: () => writeHead(reply, headers) }, clock);
  } finally {
    end();
  }
  return reply;
}

/** Who is held to a number of what goes on for long. */
const callerOf = ({ principal }: FastifyRequest): string => (principal ? principalKey(principal) : 'nobody');

/** From here on the reply is ours alone. */
function writeHead(reply: FastifyReply, headers: Readonly<Record<string, string>>): ServerResponse {
  reply.hijack();
  const all = Object.entries({ ...reply.getHeaders(), ...headers });
  return reply.raw.writeHead(200, Object.fromEntries(all.map(([name, value]) => [name, String(value)])));
}

/** A store that cannot answer just now is no reason to close. */
async function closeWhenAccessEnds(client: EventStream, { request, authenticators, clock }: Opening): Promise<void> {
  const credential = credentialOf(request);
  while (!client.closed.aborted) {
    await clock.sleep(LOOK_AGAIN_MS, client.closed);
    if (client.closed.aborted) return;
    const principal = await authenticate(credential, authenticators).catch(() => request.principal);
    if (!principal) client.close('your access has ended');
  }
}
