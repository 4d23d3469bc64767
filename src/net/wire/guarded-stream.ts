// Sends bytes to where they may go, over one connection of TCP or TLS that is kept, and made anew when it was lost.
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import type { GuardedConnect } from '../egress/guarded-connect.ts';
import { placeText } from '../egress/place.ts';
import type { Target, TargetResult } from '../egress/target.ts';
import { secure } from '../http/tls-connect.ts';
import { lastingFault, type NetFault } from '../net-fault.ts';
import { OpenStream } from './open-stream.ts';

export interface StreamParts {
  readonly target: TargetResult<Target>;
  readonly isTls: boolean;
  readonly connect: Pick<GuardedConnect, 'connect'>;
  readonly clock: Clock;
  /** Authorities to trust besides those of the system, as PEM. */
  readonly trust?: readonly string[];
}

type Opened = { readonly ok: true; readonly stream: OpenStream } | { readonly ok: false; readonly fault: NetFault };

export class GuardedStream {
  readonly #parts: StreamParts;
  #kept: OpenStream | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  /**
   * Why they were not sent, as far as that can be known; undefined when the system has them all. After a fault some may have arrived. It never rejects.
   * The next one is sent when this has ended.
   */
  async send(pieces: readonly Uint8Array[], signal: AbortSignal): Promise<NetFault | undefined> {
    const { target } = this.#parts;
    if (!target.ok) return lastingFault('invalid_target', target.words);
    // That the other side is gone may be known to the system already; with this we know it, too.
    await afterOthers();
    if (this.#kept?.isOver) this.#letGo();
    const opened = this.#kept ? ({ ok: true, stream: this.#kept } as const) : await this.#open(target.target, signal);
    if (!opened.ok) return opened.fault;
    this.#kept = opened.stream;
    const fault = await opened.stream.write(Buffer.concat(pieces), signal);
    if (fault !== undefined) this.#letGo();
    return fault;
  }

  async close(): Promise<void> {
    await this.#kept?.close();
    this.#kept = undefined;
  }

  #letGo(): void {
    this.#kept?.destroy();
    this.#kept = undefined;
  }

  async #open(target: Target, signal: AbortSignal): Promise<Opened> {
    const { connect, clock, isTls, trust = [] } = this.#parts;
    const connected = await connect.connect(target, signal);
    if (!connected.ok) return connected;
    const place = placeText(target.host, target.port);
    const secured = isTls
      ? await secure(connected.socket, { host: target.host, place, trust, clock, signal })
      : connected;
    return secured.ok ? { ok: true, stream: new OpenStream(secured.socket, { place, clock }) } : secured;
  }
}
