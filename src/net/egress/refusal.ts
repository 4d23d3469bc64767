// Why nothing is sent to a place, in words that name the setting which would change that, where one does.
import type { AddressKind } from '../../core/addresses/address-kind.ts';
import type { IpBytes } from '../../core/addresses/ip-bytes.ts';
import { type ClosedPlace, type Place, placeText } from './place.ts';

type Reason = Exclude<AddressKind, 'public'> | 'address' | 'port' | 'local_name';

export interface Refusal {
  /** The place, and what is wrong with it. */
  readonly what: string;
  /** What `TOCSIN_EGRESS_ALLOW` would have to hold; undefined where nothing opens it. */
  readonly allowedBy: string | undefined;
  /** Both, as sentences. */
  readonly words: string;
}

const REASONS: Readonly<Record<Reason, string>> = {
  address: 'is no address',
  metadata: 'is where a cloud hands out credentials of this machine',
  loopback: 'is this machine itself, and in a container that container alone',
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

/** Nothing is sent there, whatever is set. */
export const refusedForEver = (why: Reason | ClosedPlace, place: Place): Refusal => inWords(whatIsWrong(why, place));

/** A setting would open it. */
export function refusedUnlessAllowed(why: Reason | ClosedPlace, place: Place, ip: IpBytes): Refusal {
  const { address, port } = place;
  const allowedBy = ip.length === 4 ? `${address}/32:${port}` : `[${address.replace(/%.*$/s, '')}]/128:${port}`;
  return inWords(whatIsWrong(why, place), allowedBy);
}

/** One for all addresses of a host: what nothing opens, else the first, with all that would have to be opened. Undefined where none is refused. */
export function refusalOfAll(refusals: readonly Refusal[]): Refusal | undefined {
  const [first] = refusals;
  const forEver = refusals.find(({ allowedBy }) => allowedBy === undefined);
  if (forEver !== undefined || first === undefined) return forEver;
  return inWords(first.what, refusals.map(({ allowedBy }) => allowedBy).join(','));
}

function inWords(what: string, allowedBy?: string): Refusal {
  const remedy =
    allowedBy === undefined
      ? 'Nothing is ever sent there.'
      : `To allow it, start Tocsin with TOCSIN_EGRESS_ALLOW=${allowedBy} (several with commas).`;
  return { what, allowedBy, words: `${what}. ${remedy}` };
}

function whatIsWrong(why: Reason | ClosedPlace, { address, port, host }: Place): string {
  const isPort = why === 'port' || typeof why === 'object';
  const shown = isPort ? placeText(address, port) : address;
  const named = host === address ? shown : `${host} leads to ${shown}, which`;
  return `${named} ${typeof why === 'object' ? `is ${why.what}` : REASONS[why]}`;
}
