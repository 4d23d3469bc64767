// The guard as tests need it: with the settings of the test, and with the machine's own network unless told otherwise.
import { connect, type Socket } from 'node:net';
import { parseNetwork } from '../../src/config/network.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { EgressPolicy, type EgressSettings } from '../../src/net/egress/egress-policy.ts';
import { type Dial, GuardedConnect } from '../../src/net/egress/guarded-connect.ts';
import { createLookup, type Lookup } from '../../src/net/egress/lookup.ts';
import { GuardedFetch } from '../../src/net/guarded-fetch.ts';

export interface GuardSettings {
  /** As TOCSIN_EGRESS_ALLOW is written. */
  readonly allow?: string;
  readonly private?: 'allow' | 'deny';
  readonly closed?: EgressSettings['closed'];
  readonly lookup?: Lookup;
  readonly dial?: Dial;
  readonly clock?: Clock;
  readonly trust?: readonly string[];
}

export function policyOf({ allow = '', private: ofPrivate = 'allow', closed = [] }: GuardSettings): EgressPolicy {
  const networks = allow.split(',').flatMap((item) => parseNetwork(item) ?? []);
  return new EgressPolicy({ allow: networks, private: ofPrivate, closed });
}

export function guarded(settings: GuardSettings = {}) {
  const { lookup = createLookup(), clock = systemClock, trust = [], dial } = settings;
  const connect = new GuardedConnect({ policy: policyOf(settings), lookup, clock, ...(dial && { dial }) });
  return { connect, http: new GuardedFetch({ connect, clock, trust }) };
}

/** A network in which each address is a port of this machine: what is sent to one arrives there, and the socket says that it is connected to the address. */
export function networkOf(ports: Readonly<Record<string, number>>): Dial & { readonly dialled: string[] } {
  const dialled: string[] = [];
  const dial: Dial = ({ address }): Socket => {
    dialled.push(address);
    const socket = connect({ host: '127.0.0.1', port: ports[address] ?? 1 });
    return Object.defineProperty(socket, 'remoteAddress', { value: address });
  };
  return Object.assign(dial, { dialled });
}

/** A DNS that gives each name the next of its answers, and its last one for ever. */
export function namesOf(names: Readonly<Record<string, readonly (readonly string[])[]>>): Lookup {
  const asked = new Map<string, number>();
  return async (name) => {
    const answers = names[name];
    const time = asked.get(name) ?? 0;
    asked.set(name, time + 1);
    const answer = answers?.[Math.min(time, answers.length - 1)];
    if (answer === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    return answer;
  };
}
