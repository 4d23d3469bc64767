// Where an engine is spoken to, whatever way its URL is written: two names for one place would mean the same engine twice.
import path from 'node:path';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443', 'ssh:': '22' };

export function enginePlace(url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol === 'unix:') return path.posix.normalize(url.slice('unix://'.length));
  // A port speaks either TLS or not: how it is written makes no other engine of it.
  return `${hostname.toLowerCase()}:${port || (DEFAULT_PORTS[protocol] ?? '')}${pathname.replace(/\/+$/, '')}`;
}

/** Two names for one place; undefined when there are none. */
export function sameEngineTwice(
  engines: readonly { readonly name: string | undefined; readonly url: string }[],
): readonly [string, string] | undefined {
  const names = new Map<string, string>();
  for (const { name = '', url } of engines) {
    const place = enginePlace(url);
    const other = names.get(place);
    if (other !== undefined) return [other, name];
    names.set(place, name);
  }
  return undefined;
}
