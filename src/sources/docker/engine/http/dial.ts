// Opens a connection to an engine whose bytes are read into memory that all connections share.
import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';

export interface TlsTerms {
  readonly context: SecureContext;
  /** Whether the engine's certificate has to be signed by somebody we trust, and to bear its name. */
  readonly verify: boolean;
}

export type Target =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsTerms | undefined };

/** Takes bytes[0, count): they are gone when this returns. False: the socket reads nothing more until it is resumed. */
export type ReadTaker = (bytes: Uint8Array, count: number) => boolean;

const READ_BYTES = 128 * 1024;
const KEEP_ALIVE_MS = 30_000;

let shared: Uint8Array | undefined;

/**
 * A thousand followers that wait cost no memory this way. It is sound where a read fills the buffer in the same step in
 * which it is handed over; on Windows the system fills it in between, so each connection needs its own.
 */
function readBuffer(): Uint8Array {
  if (process.platform === 'win32') return new Uint8Array(READ_BYTES / 4);
  shared ??= new Uint8Array(READ_BYTES);
  return shared;
}

/** The socket reads by itself as soon as it is connected; what fails is its `error`, and its end is its `end`. */
export function dial(target: Target, take: ReadTaker): Socket {
  const onread: OnReadOpts = {
    buffer: readBuffer(),
    callback: (count, bytes) => take(bytes, count),
  };
  if (target.kind === 'unix') return connect({ path: target.path, onread });
  const { host, port, tls } = target;
  const common = { host, port, onread, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
  if (tls === undefined) return connect(common);
  return connectTls({
    ...common,
    secureContext: tls.context,
    rejectUnauthorized: tls.verify,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
}

/** Calls back once the engine can be spoken to, TLS included. */
export function whenConnected(target: Target, socket: Socket, then: () => void): void {
  socket.once(target.kind === 'tcp' && target.tls !== undefined ? 'secureConnect' : 'connect', then);
}
