// Reads where a message is to go to, in whatever spelling: what is asked of the network afterwards is what was judged.
import { isIP } from 'node:net';
import type { Speech } from './place.ts';

export interface Target {
  readonly speaks: Speech;
  /** In its one canonical spelling: an address without brackets, or a name in lower case, in ASCII, without a dot at its end. */
  readonly host: string;
  readonly port: number;
  readonly isAddress: boolean;
}

/** Where a connection for HTTP leads, without what may be secret of a URL. */
export interface WebPlace extends Target {
  readonly speaks: 'http';
  readonly isTls: boolean;
}

export interface WebTarget extends WebPlace {
  /** For the `Host` header. */
  readonly authority: string;
  /** Path and query. */
  readonly path: string;
}

export const isWeb = (target: Target): target is WebPlace => target.speaks === 'http' && 'isTls' in target;

export type TargetResult<Kind> =
  | { readonly ok: true; readonly target: Kind }
  /** A sentence; it repeats nothing of the URL, which may hold a secret. */
  | { readonly ok: false; readonly words: string };

const PORTS = { 'http:': 80, 'https:': 443 } as const;
const LONGEST = 2_048;

export function webTarget(text: string): TargetResult<WebTarget> {
  const url = text.length <= LONGEST ? URL.parse(text) : null;
  if (url === null) return fault('It is no URL.');
  const { protocol } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return fault('Only URLs of http and https can be sent to.');
  if (url.username !== '' || url.password !== '')
    return fault('A URL must not hold a user or a password: use the fields that are made for them.');
  const host = canonical(url.hostname);
  if (host === '') return fault('The URL names no host.');
  const port = url.port === '' ? PORTS[protocol] : Number(url.port);
  const common = { speaks: 'http', host, port, isAddress: isIP(host) !== 0 } as const;
  const isTls = protocol === 'https:';
  return checked({ ...common, isTls, authority: url.host, path: `${url.pathname}${url.search}` });
}

interface NamedServer {
  readonly host: string;
  readonly port: number;
}

export const mailTarget = (server: NamedServer): TargetResult<Target> =>
  serverTarget(server, { speaks: 'smtp', what: 'a mail server' });

export const syslogTarget = (server: NamedServer): TargetResult<Target> =>
  serverTarget(server, { speaks: 'syslog', what: 'a syslog server' });

/** A server's host is read as one of a URL is, so that there is one judge of spellings. */
function serverTarget(
  { host: text, port }: NamedServer,
  { speaks, what }: { readonly speaks: Speech; readonly what: string },
): TargetResult<Target> {
  const bracketed = text.includes(':') && !text.startsWith('[') ? `[${text}]` : text;
  const url = /^[^\s/?#@\\]{1,255}$/.test(text) ? URL.parse(`http://${bracketed}:${port}/`) : null;
  const host = canonical(url?.hostname ?? '');
  if (host === '') return fault(`It is no name or address of ${what}.`);
  return checked({ speaks, host, port, isAddress: isIP(host) !== 0 });
}

const canonical = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

/** Names by which clouds hand out credentials; where they lead to is judged as well, but need not be asked. */
const METADATA_NAMES = new RegExp(
  `^(?:${[
    '(?:metadata|instance-data|rancher-metadata)',
    'metadata\\.(?:google\\.internal|goog|internal|azure\\.(?:internal|com)|tencentyun\\.com|packet\\.net|platformequinix\\.com)',
    'instance-data(?:\\.[\\w-]+){0,2}\\.internal',
  ].join('|')})$`,
);

function checked<Kind extends Target>(target: Kind): TargetResult<Kind> {
  if (target.port === 0) return fault('Port 0 is none.');
  if (METADATA_NAMES.test(target.host))
    return fault(`${target.host} is where a cloud hands out credentials of this machine. Nothing is ever sent there.`);
  return { ok: true, target };
}

const fault = (words: string): { readonly ok: false; readonly words: string } => ({ ok: false, words });
