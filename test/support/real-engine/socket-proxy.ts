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
  /** After so many bytes an answer with lines is broken off; asked anew for each. */
  readonly cutLinesAfterBytes?: () => number;
}

export interface SocketProxy {
  readonly socket: string;
  /** What was asked and let through, without the version, in order. */
  readonly asked: readonly string[];
  /** What was refused. */
  readonly refused: readonly string[];
  /** What was asked and is being answered now: the streams that are open among it. */
  open(): readonly string[];
  /** How many answers were broken off. */
  cuts(): number;
  /** Breaks off all answers that have not ended. */
  cutAll(): void;
}

/** Ends with the test. */
export async function startSocketProxy(options: SocketProxyOptions): Promise<SocketProxy> {
  const [asked, refused]: [string[], string[]] = [[], []];
  let cuts = 0;
  const open = new Map<() => void, string>();
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
    const cut = (): void => {
      cuts += 1;
      answer.destroy();
    };
    open.set(cut, path);
    answer.once('close', () => open.delete(cut));
    const bytes = path.includes('/logs?') ? options.cutLinesAfterBytes?.() : undefined;
    passOn(options.target, { incoming, answer, bytes: bytes ?? Number.POSITIVE_INFINITY, cut });
    if (options.cutAfterMs === undefined) return;
    const timer = setTimeout(cut, options.cutAfterMs);
    answer.once('close', () => clearTimeout(timer));
  });
  await new Promise<void>((resolve) => server.listen(options.socket, resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(options.socket, { force: true });
  });
  const cutAll = (): void => {
    for (const cut of [...open.keys()]) cut();
  };
  return { socket: options.socket, asked, refused, open: () => [...open.values()], cuts: () => cuts, cutAll };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  /** So many bytes of the body may pass. */
  readonly bytes: number;
  readonly cut: () => void;
}

function passOn(socketPath: string, { incoming, answer, bytes, cut }: Exchange): void {
  let left = bytes;
  const upstream = request({ socketPath, path: incoming.url, headers: incoming.headers, agent: false }, (theirs) => {
    answer.writeHead(theirs.statusCode ?? 502, theirs.headers);
    answer.flushHeaders();
    theirs.on('error', () => answer.destroy());
    theirs.on('data', (chunk: Buffer) => {
      if (left <= 0) return;
      const isLast = chunk.length >= left;
      const taken = answer.write(isLast ? chunk.subarray(0, left) : chunk, () => isLast && cut());
      left -= chunk.length;
      if (!taken) theirs.pause();
    });
    answer.on('drain', () => theirs.resume());
    theirs.on('end', () => left > 0 && answer.end());
  });
  upstream.on('error', () => answer.destroy());
  answer.once('close', () => upstream.destroy());
  upstream.end();
}
