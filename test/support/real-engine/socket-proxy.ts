// A socket proxy before an engine, as people put one there: it lets through what it is told to, and cuts streams that are open for too long.

import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

export interface SocketProxyOptions {
  /** The engine's socket. */
  readonly target: string;
  /** The socket to listen on. */
  readonly socket: string;
  /** Whether a path, without its version, is answered with 403. What is no GET is always refused. */
  readonly refuses?: (path: string) => boolean;
  /** After so long each answer that has not ended is broken off. */
  readonly cutAfterMs?: number;
}

export interface SocketProxy {
  readonly socket: string;
  /** What was asked and let through, without the version, in order. */
  readonly asked: readonly string[];
  /** What was refused. */
  readonly refused: readonly string[];
  /** How many answers were broken off. */
  cuts(): number;
}

/** Ends with the test. */
export async function startSocketProxy(options: SocketProxyOptions): Promise<SocketProxy> {
  const [asked, refused]: [string[], string[]] = [[], []];
  let cuts = 0;
  const server = createServer((incoming, answer) => {
    const path = (incoming.url ?? '').replace(/^\/v\d+\.\d+/, '');
    if (incoming.method !== 'GET' || options.refuses?.(path)) {
      refused.push(`${incoming.method} ${path}`);
      // As HAProxy says it, which the proxies that people use are made of.
      answer.writeHead(403, { 'content-type': 'text/html', connection: 'close' });
      answer.end('<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n');
      return;
    }
    asked.push(path);
    passOn(options.target, incoming, answer);
    if (options.cutAfterMs === undefined) return;
    const timer = setTimeout(() => {
      cuts += 1;
      answer.destroy();
    }, options.cutAfterMs);
    answer.once('close', () => clearTimeout(timer));
  });
  await new Promise<void>((resolve) => server.listen(options.socket, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(options.socket, { force: true });
  });
  return { socket: options.socket, asked, refused, cuts: () => cuts };
}

function passOn(socketPath: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const upstream = request({ socketPath, path: incoming.url, headers: incoming.headers, agent: false }, (theirs) => {
    answer.writeHead(theirs.statusCode ?? 502, theirs.headers);
    answer.flushHeaders();
    theirs.on('error', () => answer.destroy());
    theirs.pipe(answer);
  });
  upstream.on('error', () => answer.destroy());
  answer.once('close', () => upstream.destroy());
  upstream.end();
}
