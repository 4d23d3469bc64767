// Sends datagrams of UDP to where they may go. Nobody says whether they arrive; that nobody listens is noticed where the other machine tells it.
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import type { GuardedConnect } from '../egress/guarded-connect.ts';
import { placeText } from '../egress/place.ts';
import type { Target, TargetResult } from '../egress/target.ts';
import { connectionFault } from '../error-words.ts';
import { lastingFault, type NetFault, netFault, STOPPED } from '../net-fault.ts';

export interface DatagramParts {
  readonly target: TargetResult<Target>;
  readonly connect: Pick<GuardedConnect, 'judge'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** A name may lead elsewhere after a while, and nothing would fail: it is looked up, and judged, again after this. */
export const KEPT_MS = 60_000;

type Opened = { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly fault: NetFault };

export class GuardedDatagrams {
  readonly #parts: DatagramParts;
  #kept: { readonly socket: Socket; readonly until: number } | undefined;
  /** What the system told of those that are kept. */
  #told: NodeJS.ErrnoException | undefined;

  constructor(parts: DatagramParts) {
    this.#parts = parts;
  }

  /** One datagram a piece, in their order. Why they were not sent, as far as that is known; some may have arrived then. It never rejects. */
  async send(pieces: readonly Uint8Array[], signal: AbortSignal): Promise<NetFault | undefined> {
    const { target } = this.#parts;
    if (!target.ok) return lastingFault('invalid_target', target.words);
    const opened = await this.#opened(target.target, signal);
    if (!opened.ok) return opened.fault;
    for (const piece of pieces) {
      if (signal.aborted) return STOPPED;
      await this.#give(opened.socket, piece);
      if (this.#told) break;
    }
    // What came back meanwhile is read in the next turn of the loop, which has begun when the second of these is over.
    await afterOthers();
    await afterOthers();
    if (this.#told === undefined) return undefined;
    const fault = connectionFault(placeText(target.target.host, target.target.port), this.#told);
    await this.close();
    return fault;
  }

  async close(): Promise<void> {
    const { socket } = this.#kept ?? {};
    this.#kept = undefined;
    this.#told = undefined;
    if (socket) await new Promise<void>((resolve) => socket.close(resolve));
  }

  #give(socket: Socket, piece: Uint8Array): Promise<void> {
    return new Promise((resolve) =>
      socket.send(piece, (error) => {
        this.#told ??= error ?? undefined;
        resolve();
      }),
    );
  }

  async #opened(target: Target, signal: AbortSignal): Promise<Opened> {
    const { connect, clock } = this.#parts;
    if (this.#kept && clock.monotonic() < this.#kept.until) return { ok: true, socket: this.#kept.socket };
    await this.close();
    const judged = await connect.judge(target, signal);
    if (!judged.ok) return judged;
    const place = placeText(target.host, target.port);
    let fault = netFault('name_unknown', `The name ${target.host} has no address.`);
    for (const address of judged.addresses) {
      const socket = await this.#towards(address, target.port);
      if (!(socket instanceof Error)) {
        this.#kept = { socket, until: clock.monotonic() + KEPT_MS };
        return { ok: true, socket };
      }
      fault = connectionFault(place, socket);
    }
    return { ok: false, fault };
  }

  /** Sends to this address alone. The system looks nothing up, and refuses what it has no way to. */
  async #towards(address: string, port: number): Promise<Socket | Error> {
    const family = isIPv6(address) ? 6 : 4;
    const socket = createSocket({
      type: `udp${family}`,
      lookup: (_name, _options, found) => found(null, address, family),
    });
    const failed = await new Promise<Error | undefined>((resolve) => {
      socket.on('error', resolve);
      socket.connect(port, address, () => resolve(undefined));
    });
    if (failed !== undefined) {
      socket.close();
      return failed;
    }
    socket.on('error', (error) => {
      this.#told ??= error;
    });
    return socket;
  }
}
