// Why nothing is sent to a place, in words that name the setting which would change that, where one does.
import type { AddressKind } from '../../core/addresses/address-kind.ts';
import type { IpBytes } from '../../core/addresses/ip-bytes.ts';
import { type ClosedPlace, type Place, placeText } from './place.ts';

type Reason = Exclude<AddressKind, 'public'> | 'address' | 'port' | 'local_name';

export interface Refusal {
  readonly words: string;
  /** What `TOCSIN_EGRESS_ALLOW` would have to hold; undefined where nothing opens it. */
  readonly allowedBy: string | undefined;
}

/** In the place of an address that could be opened. */
export const NEVER = undefined;

const REASONS: Readonly<Record<Reason, string>> = {
  address: 'is no address',
  metadata: 'is where a cloud hands out credentials of this machine',
  loopback: 'is this machine itself',
  link_local: 'is a link-local address',
  unspecified: 'stands for this machine itself',
  multicast: 'is a multicast address',
  broadcast: 'is a broadcast address',
  reserved: 'is a reserved address',
  translated_locally: 'is translated by the local network to nobody knows where',
  private: 'is in a private network, and TOCSIN_EGRESS_PRIVATE is deny',
  local_name: 'has a name that only the local network knows, and TOCSIN_EGRESS_PRIVATE is deny',
  port: 'is a port at which no receiver of messages listens',
};

export function refusal(why: Reason | ClosedPlace, place: Place, ip: IpBytes | typeof NEVER): Refusal {
  const { address, port, host } = place;
  const isPort = why === 'port' || typeof why === 'object';
  const shown = isPort ? placeText(address, port) : address;
  const named = host === address ? shown : `${host} leads to ${shown}, which`;
  const reason = typeof why === 'object' ? `is ${why.what}` : REASONS[why];
  if (ip === NEVER) return { words: `${named} ${reason}. Nothing is ever sent there.`, allowedBy: undefined };
  const allowedBy = ip.length === 4 ? `${address}/32:${port}` : `[${address.replace(/%.*$/s, '')}]/128:${port}`;
  return {
    words: `${named} ${reason}. To allow it, start Tocsin with TOCSIN_EGRESS_ALLOW=${allowedBy} (several with commas).`,
    allowedBy,
  };
}
