// Which addresses messages may be sent to, and why not to the others.
import type { Network } from '../../config/network.ts';
import { type AddressKind, addressKind, NEVER_RECEIVERS } from '../../core/addresses/address-kind.ts';
import { embeddedAddresses } from '../../core/addresses/embedded-addresses.ts';
import { type IpBytes, ipBytes, sharesPrefix } from '../../core/addresses/ip-bytes.ts';
import { isClosedPort } from './closed-ports.ts';
import type { ClosedPlace, Place } from './place.ts';
import { type Refusal, refusedForEver, refusedUnlessAllowed } from './refusal.ts';

export interface EgressSettings {
  /** `TOCSIN_EGRESS_ALLOW`. */
  readonly allow: readonly Network[];
  /** `TOCSIN_EGRESS_PRIVATE`. */
  readonly private: 'allow' | 'deny';
  readonly closed: readonly ClosedPlace[];
  /** Of those who may be on this machine, because whoever starts the server named them. */
  readonly named?: readonly NamedPlace[];
}

export interface NamedPlace {
  /** As `Place` writes it. */
  readonly host: string;
  readonly port: number;
}

/** What the person who starts the server can open. */
const TO_BE_OPENED = ['loopback', 'link_local', 'reserved'] as const;

export class EgressPolicy {
  readonly #settings: EgressSettings;
  readonly #allow: readonly (Network & { readonly bytes: IpBytes })[];

  constructor(settings: EgressSettings) {
    this.#settings = settings;
    this.#allow = settings.allow.map((network) => ({ ...network, bytes: ipBytes(network.address) ?? [] }));
  }

  /** Why nothing is sent there; undefined when it may be. */
  refuse(place: Place): Refusal | undefined {
    const ip = ipBytes(place.address);
    if (ip === undefined) return refusedForEver('address', place);
    const kinds = kindsOf(ip);
    if (kinds.includes('metadata')) return refusedForEver('metadata', place);
    const closed = this.#settings.closed.filter((one) => isAt(one, place, ip));
    const final = closed.find(({ isFinal }) => isFinal);
    if (final) return refusedForEver(final, place);
    const shut = NEVER_RECEIVERS.find((kind) => kinds.includes(kind));
    if (shut !== undefined) return refusedForEver(shut, place);
    return this.#refuseUnlessAllowed(place, { ip, kinds, closed: closed[0] });
  }

  #refuseUnlessAllowed(
    place: Place,
    { ip, kinds, closed }: { ip: IpBytes; kinds: readonly AddressKind[]; closed: ClosedPlace | undefined },
  ): Refusal | undefined {
    const entries = this.#allow.filter(
      ({ bytes, prefix, port }) =>
        sharesPrefix(sameHost(ip), bytes, prefix) && (port === undefined || port === place.port),
    );
    // Whoever opened this very port meant what listens there.
    if (entries.some(({ port }) => port !== undefined)) return undefined;
    if (closed) return refusedUnlessAllowed(closed, place, ip);
    if (isClosedPort(place.port, place.speaks)) return refusedUnlessAllowed('port', place, ip);
    if (entries.length > 0) return undefined;
    const kind = TO_BE_OPENED.find((one) => kinds.includes(one));
    if (kind === 'loopback' && this.#isNamed(place)) return undefined;
    if (kind !== undefined) return refusedUnlessAllowed(kind, place, ip);
    if (this.#settings.private === 'allow') return undefined;
    if (kinds.includes('private')) return refusedUnlessAllowed('private', place, ip);
    return isLocalName(place.host) ? refusedUnlessAllowed('local_name', place, ip) : undefined;
  }

  #isNamed({ host, port }: Place): boolean {
    return this.#settings.named?.some((one) => one.host === host && one.port === port) ?? false;
  }
}

/** What the address is, and what it carries is. */
function kindsOf(ip: IpBytes): readonly AddressKind[] {
  const { inner, isWrapping } = embeddedAddresses(ip);
  return [...(isWrapping ? [] : [addressKind(ip)]), ...inner.map(addressKind)];
}

function sameHost(ip: IpBytes): IpBytes {
  const { inner, isSame } = embeddedAddresses(ip);
  return (isSame ? inner[0] : undefined) ?? ip;
}

function isAt(closed: ClosedPlace, place: Place, ip: IpBytes): boolean {
  if (closed.port !== place.port) return false;
  if (closed.host === place.host) return true;
  const here = [ip, ...embeddedAddresses(ip).inner];
  if (closed.isHere && (place.isHere || here.some((one) => addressKind(one) === 'loopback'))) return true;
  return closed.addresses().some((address) => {
    const bytes = ipBytes(address);
    return bytes !== undefined && here.some((one) => sharesPrefix(one, sameHost(bytes), 8 * one.length));
  });
}

/** Names that only a network at home or in an office knows. */
function isLocalName(host: string): boolean {
  if (ipBytes(host) !== undefined) return false;
  return !host.includes('.') || /\.(?:local|localdomain|lan|home|internal|intranet|home\.arpa)$/.test(host);
}
