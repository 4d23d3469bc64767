// Speaks TLS over a connection that is there already, with somebody who proves to be who was meant.
import { isIP, type Socket } from 'node:net';
import { rootCertificates, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { connectionFault } from '../error-words.ts';
import { type NetFault, netFault, STOPPED } from '../net-fault.ts';

export type Secured =
  | { readonly ok: true; readonly socket: TLSSocket }
  | { readonly ok: false; readonly fault: NetFault };

export interface TlsOptions {
  readonly host: string;
  /** For people. */
  readonly place: string;
  /** Authorities to trust besides those of the system, as PEM. */
  readonly trust: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Which protocol is to be spoken, where TLS itself is to say so. */
  readonly protocol?: 'http/1.1';
}

const HANDSHAKE_MS = 5_000;

/** What every connection of ours demands; also for a library that does the handshake by itself. */
export function tlsDemands({ host, trust }: Pick<TlsOptions, 'host' | 'trust'>) {
  return {
    host,
    ...(isIP(host) === 0 && { servername: host }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // Whoever names authorities replaces those of the system.
    ...(trust.length > 0 && { ca: [...rootCertificates, ...trust] }),
  } as const;
}

export async function secure(socket: Socket, options: TlsOptions): Promise<Secured> {
  const { clock, signal, place, protocol } = options;
  const secured = tlsConnect({ socket, ...tlsDemands(options), ...(protocol && { ALPNProtocols: [protocol] }) });
  const error = await within(outcomeOf(secured), { clock, ms: HANDSHAKE_MS, signal });
  if (error === 'secured') return { ok: true, socket: secured };
  secured.destroy();
  socket.destroy();
  if (signal.aborted) return { ok: false, fault: STOPPED };
  if (error === undefined)
    return { ok: false, fault: netFault('timeout', `${place} did not begin TLS within ${HANDSHAKE_MS / 1_000} s.`) };
  return { ok: false, fault: connectionFault(place, error) };
}

function outcomeOf(socket: TLSSocket): Promise<'secured' | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve('secured'));
    socket.on('error', resolve);
    socket.once('close', () => resolve(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
}
