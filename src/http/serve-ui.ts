// Serves the built UI, and says so where there is none.
import { existsSync } from 'node:fs';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { TocsinError } from '../core/errors.ts';

const YEAR_SECONDS = 31_536_000;
const HASHED = `${path.sep}assets${path.sep}`;

/**
 * Serves the built UI. Files below assets/ bear a hash of their content in their name and never change; the page itself is asked for
 * each time. Every other path that looks like a page of the UI gets that page too: the UI's own router knows what to show.
 */
export async function serveUi(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'));
  if (built) {
    await app.register(staticFiles, {
      root: folder,
      wildcard: true,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, file) {
        const lasting = file.includes(HASHED) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
        reply.header('cache-control', lasting);
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!built || !looksLikePage(request.method, request.url)) {
      throw new TocsinError(
        'not_found',
        built ? 'There is nothing at this path.' : 'The user interface is not built: run "npm start" once.',
      );
    }
    return reply.sendFile('index.html');
  });
}

function looksLikePage(method: string, url: string): boolean {
  const [pathname = ''] = url.split('?');
  return (method === 'GET' || method === 'HEAD') && !pathname.includes('.');
}
