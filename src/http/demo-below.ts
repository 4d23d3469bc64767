// Hands what is meant for the demo to the demo: everything below /demo/api, for whoever the guard has let through. Its pages are those of the UI, which knows by its path whom to ask.
import type { RequestListener } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { TocsinError } from '../core/errors.ts';

/** The path as the demo knows it; undefined for whatever is not meant for it. */
export const pathInDemo = (url: string): string | undefined => /^\/demo(\/api(?:[/?].*)?)$/.exec(url)?.[1];

/** To be called after the guard, and before anything that reads bodies or gives turns: the demo does that by itself. */
export function showDemoBelow(app: FastifyInstance, stage: { readonly handler: RequestListener | undefined }): void {
  app.addHook('onRequest', async (request, reply) => {
    const path = pathInDemo(request.url);
    if (path === undefined) return;
    const { handler } = stage;
    if (handler === undefined)
      throw new TocsinError('not_found', 'No demo is shown here. An administrator can begin one: POST /api/demo.');
    reply.hijack();
    // Its client went away while we found out who it is.
    if (request.socket.destroyed) return;
    request.raw.url = path;
    handler(request.raw, reply.raw);
  });
}
