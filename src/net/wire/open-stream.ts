// A connection on which something is sent and nothing is expected back: knows when the system has taken what was sent, and when the other side is gone.
import type { Socket } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { connectionFault } from '../error-words.ts';
import { type NetFault, netFault, STOPPED } from '../net-fault.ts';

export interface StreamContext {
  /** For people. */
  readonly place: string;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** Until the system has taken what is sent; a side that reads nothing is given up. */
export const WRITE_MS = 10_000;
/** How long a new connection must last with something sent on it, before that is believed to have arrived. */
export const PROVING_MS = 500;
/** For the other side to read the rest and to close, when we do. */
export const CLOSE_MS = 1_000;
/** Of silence, after which the system asks whether the other side is still there. */
const KEEP_ALIVE_MS = 30_000;

export class OpenStream {
  readonly #socket: Socket;
  readonly #context: StreamContext;
  readonly #over: Promise<NetFault>;
  readonly #closed: Promise<unknown>;
  #isOver = false;
  #isProven = false;

  constructor(socket: Socket, context: StreamContext) {
    this.#socket = socket;
    this.#context = context;
    this.#closed = new Promise((resolve) => socket.once('close', resolve));
    this.#over = new Promise((resolve) => {
      const end = (error?: NodeJS.ErrnoException): void => {
        this.#isOver = true;
        resolve(faultOf(context.place, error));
      };
      socket.on('error', end);
      socket.once('end', () => end());
      socket.once('close', () => end());
    });
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    // What is said there is dropped, whatever it is; its end is noticed only by whoever reads.
    socket.resume();
  }

  /** The other side has closed it, or it broke, as far as the system has told. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Undefined when the system has taken everything, and the connection lasted for a while where it is new. After a fault it is of no use any more. */
  async write(bytes: Uint8Array, signal: AbortSignal): Promise<NetFault | undefined> {
    const taken = new Promise<'taken'>((resolve) =>
      this.#socket.write(bytes, (error) => {
        if (!error) resolve('taken');
      }),
    );
    const { place, clock } = this.#context;
    const result = await within(Promise.race([taken, this.#over]), { clock, ms: WRITE_MS, signal });
    const fault = result === 'taken' ? await this.#proof(signal) : result;
    if (result === 'taken' && fault === undefined) return undefined;
    this.destroy();
    if (signal.aborted) return STOPPED;
    return fault ?? netFault('timeout', `${place} read nothing for ${WRITE_MS / 1_000} s.`);
  }

  /** Who accepts everybody and then throws most of them out, as with TLS 1.3 for want of a certificate, does so after the first bytes. */
  async #proof(signal: AbortSignal): Promise<NetFault | undefined> {
    if (this.#isProven) return undefined;
    const fault = await within(this.#over, { clock: this.#context.clock, ms: PROVING_MS, signal });
    this.#isProven = fault === undefined;
    return fault;
  }

  /** Waits until the other side has closed, too: it has read everything then. */
  async close(): Promise<void> {
    this.#socket.end();
    await within(this.#closed, { clock: this.#context.clock, ms: CLOSE_MS });
    this.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

function faultOf(place: string, error: NodeJS.ErrnoException | undefined): NetFault {
  const { code } = error ?? {};
  if (code === undefined || code === 'ECONNRESET' || code === 'EPIPE')
    return netFault('cut', `${place} broke the connection off.`);
  return connectionFault(place, { ...error, code, name: '', message: error?.message ?? '' });
}
