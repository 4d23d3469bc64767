// The bytes of a request.
import { isIPv6 } from 'node:net';
import type { Target } from './http/dial.ts';

/** The whole of a GET. Nobody asks twice on one connection, so that an engine may close it. */
export function requestText(target: Target, path: string): string {
  checkPath(path);
  return `GET ${path} HTTP/1.1\r\nHost: ${hostOf(target)}\r\nUser-Agent: tocsin\r\nAccept: */*\r\nConnection: close\r\n\r\n`;
}

/** A caller that lets a line end into a path could ask for something else: that is a bug, not an outcome. */
export function checkPath(path: string): void {
  if (!/^\/[\x21-\x7e]*$/.test(path)) throw new TypeError(`no path of a request: ${JSON.stringify(path)}`);
}

function hostOf(target: Target): string {
  if (target.kind === 'unix') return 'docker';
  return `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
}
