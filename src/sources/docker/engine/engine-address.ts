// Reads the address of an engine as people write it in TOCSIN_DOCKER_HOST.
import { type EngineFault, fault } from './faults/engine-fault.ts';

export type EngineAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      /** `as_set`: when the settings say so, as for Docker's own tools. */
      readonly tls: 'always' | 'never' | 'as_set';
      /** What stands before every path: empty, or such as `/docker` behind a web server. */
      readonly base: string;
    };

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** The address, or why it is none that can be spoken to. */
export function parseEngineAddress(text: string): EngineAddress | EngineFault {
  const url = URL.parse(text);
  switch (url?.protocol) {
    case 'unix:':
      return unixAddress(text);
    case 'tcp:':
    case 'http:':
    case 'https:':
      return tcpAddress(url);
    case 'ssh:':
      return sshRefused(url);
    case 'npipe:':
      return fault(
        'address',
        'Named pipes of Windows (npipe://) are not supported. Let the engine listen on tcp:// with TLS, and name that in TOCSIN_DOCKER_HOST.',
      );
    default:
      return fault(
        'address',
        `${shown(text)} is no address of an engine. Write unix:///var/run/docker.sock, tcp://host:2376, http:// or https://.`,
      );
  }
}

function unixAddress(text: string): EngineAddress | EngineFault {
  // Everything behind the scheme is the path, as it stands: a socket's name may hold any character.
  const path = text.slice('unix://'.length);
  if (path.startsWith('/') && !path.includes('\0')) return { kind: 'unix', path };
  return fault(
    'address',
    `${shown(text)} has no absolute path. Write it with three slashes, such as unix:///var/run/docker.sock.`,
  );
}

function tcpAddress({ protocol, hostname, port, pathname }: URL): EngineAddress | EngineFault {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const tls = protocol === 'https:' ? 'always' : protocol === 'http:' ? 'never' : 'as_set';
  const number = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
  if (host === '' || number === undefined || number === 0)
    return fault(
      'address',
      `${protocol}//${hostname} names no port. Write it out: 2376 with TLS, 2375 without, as a rule.`,
    );
  return { kind: 'tcp', host, port: number, tls, base: pathname.replace(/\/+$/, '') };
}

function sshRefused({ host, username }: URL): EngineFault {
  const whom = username === '' ? host : `${username}@${host}`;
  return fault(
    'address',
    `ssh:// is not supported. Forward the socket by SSH itself: ssh -N -L /run/tocsin/${host.replace(/[^\w.-]/g, '-')}.sock:/var/run/docker.sock ${whom}, and set TOCSIN_DOCKER_HOST=unix:///run/tocsin/${host.replace(/[^\w.-]/g, '-')}.sock; or let the engine listen on tcp:// with TLS.`,
  );
}

/** Somebody may have written a password where none belongs. */
function shown(text: string): string {
  return `"${text.replace(/\/\/[^/]*@/, '//…@').slice(0, 200)}"`;
}
