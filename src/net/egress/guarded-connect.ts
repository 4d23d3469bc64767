// Opens connections to where messages may go, and nowhere else: what was judged is what is connected to.
import { connect, type Socket } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { connectionFault } from '../error-words.ts';
import { lastingFault, type NetFault, netFault, STOPPED } from '../net-fault.ts';
import type { EgressPolicy } from './egress-policy.ts';
import type { Lookup } from './lookup.ts';
import { placeText } from './place.ts';
import { refusalOfAll } from './refusal.ts';
import type { Target } from './target.ts';

/** A socket that is on its way to an address; nothing is looked up any more. */
export type Dial = (place: { readonly address: string; readonly port: number }) => Socket;

export interface GuardParts {
  readonly policy: EgressPolicy;
  readonly lookup: Lookup;
  readonly clock: Clock;
  readonly dial?: Dial;
}

export type Connected =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly fault: NetFault };

export type Judged =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly fault: NetFault };

/** For finding the addresses, and again for reaching one of them. */
const LOOKUP_MS = 5_000;
const CONNECT_MS = 5_000;
const MOST_ADDRESSES = 8;

const dialDirectly: Dial = ({ address, port }) => connect({ host: address, port });

export class GuardedConnect {
  readonly #parts: GuardParts;
  readonly #dial: Dial;

  constructor(parts: GuardParts) {
    this.#parts = parts;
    this.#dial = parts.dial ?? dialDirectly;
  }

  /** Why nothing may be sent there, as far as it can be known now; undefined when something may be, or the name is not known just now. */
  async check(target: Target, signal: AbortSignal): Promise<NetFault | undefined> {
    const judged = await this.judge(target, signal);
    return !judged.ok && judged.fault.kind === 'denied' ? judged.fault : undefined;
  }

  /** A connection on which nothing was sent yet. The caller ends it. */
  async connect(target: Target, signal: AbortSignal): Promise<Connected> {
    const judged = await this.judge(target, signal);
    if (!judged.ok) return judged;
    const addresses = judged.addresses.slice(0, MOST_ADDRESSES);
    let failed: Connected = { ok: false, fault: netFault('name_unknown', `The name ${target.host} has no address.`) };
    // None may take the time of those after it.
    const ms = CONNECT_MS / addresses.length;
    for (const address of addresses) {
      failed = await this.#reach({ target, address, ms }, signal);
      if (failed.ok || signal.aborted) return failed;
    }
    return failed;
  }

  /** All addresses behind it, each of which may be sent to. One bad address refuses the whole host: whoever mixes them wants us to take the other one next time. */
  async judge(target: Target, signal: AbortSignal): Promise<Judged> {
    const found = await this.#addressesOf(target, signal);
    if (!found.ok) return found;
    const { policy } = this.#parts;
    const refusals = found.addresses.flatMap((address) => policy.refuse({ ...target, address }) ?? []);
    const refused = refusalOfAll(refusals);
    if (refused === undefined) return found;
    const { words } = refused;
    return { ok: false, fault: target.isAddress ? lastingFault('denied', words) : netFault('denied', words) };
  }

  async #addressesOf({ host, port, isAddress }: Target, signal: AbortSignal): Promise<Judged> {
    if (isAddress) return { ok: true, addresses: [host] };
    const { lookup, clock } = this.#parts;
    try {
      const addresses = await within(lookup(host), { clock, ms: LOOKUP_MS, signal });
      if (addresses !== undefined) return { ok: true, addresses: [...new Set(addresses)] };
      if (signal.aborted) return { ok: false, fault: STOPPED };
      return { ok: false, fault: netFault('timeout', `The name ${host} was not found within ${LOOKUP_MS / 1_000} s.`) };
    } catch (error) {
      return { ok: false, fault: connectionFault(placeText(host, port), errorOf(error)) };
    }
  }

  async #reach(
    { target, address, ms }: { target: Target; address: string; ms: number },
    signal: AbortSignal,
  ): Promise<Connected> {
    const place = placeText(target.host, target.port);
    const socket = this.#dial({ address, port: target.port });
    const error = await within(outcomeOf(socket), { clock: this.#parts.clock, ms, signal });
    if (error === 'connected') {
      // What the system connected to in the end is what counts.
      const { localAddress, remoteAddress = '' } = socket;
      const reached = { ...target, address: remoteAddress, isHere: localAddress === remoteAddress };
      const refused = this.#parts.policy.refuse(reached);
      if (refused === undefined) return { ok: true, socket };
      socket.destroy();
      return { ok: false, fault: netFault('denied', refused.words) };
    }
    socket.destroy();
    if (signal.aborted) return { ok: false, fault: STOPPED };
    if (error === undefined)
      return { ok: false, fault: netFault('timeout', `${place} could not be reached within ${CONNECT_MS / 1_000} s.`) };
    return { ok: false, fault: connectionFault(place, error) };
  }
}

function outcomeOf(socket: Socket): Promise<'connected' | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    // For as long as the socket lives: an error that nobody hears ends the process.
    socket.on('error', resolve);
  });
}

const errorOf = (error: unknown): NodeJS.ErrnoException => (error instanceof Error ? error : new Error(String(error)));
