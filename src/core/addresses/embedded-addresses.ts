// Finds the IPv4 addresses that an IPv6 address carries: whoever takes it apart on the way sends to those.
import { type IpBytes, ipBytes, sharesPrefix } from './ip-bytes.ts';

export interface Embedded {
  /** The addresses within. */
  readonly inner: readonly IpBytes[];
  /** It is the same host, only written otherwise. */
  readonly isSame: boolean;
  /** The address is nothing but a wrapping: what it is by itself says nothing. */
  readonly isWrapping: boolean;
}

interface Form {
  readonly within: readonly [network: string, prefix: number];
  readonly inner: (ip: IpBytes) => readonly IpBytes[];
  readonly isSame?: true;
  readonly isWrapping?: true;
}

const last = (ip: IpBytes): readonly IpBytes[] => [ip.slice(12)];

const FORMS: readonly Form[] = [
  // Mapped (RFC 4291): how the system itself writes IPv4 for a socket of IPv6.
  { within: ['::ffff:0:0', 96], inner: last, isSame: true, isWrapping: true },
  // Translated by SIIT (RFC 2765), by NAT64 (RFC 6052), and the old compatible form.
  { within: ['::ffff:0:0:0', 96], inner: last, isWrapping: true },
  { within: ['64:ff9b::', 96], inner: last, isWrapping: true },
  { within: ['::', 96], inner: (ip) => (isPlain(ip) ? [] : last(ip)), isWrapping: true },
  // 6to4 (RFC 3056), and Teredo (RFC 4380): its server, and the client with every bit turned.
  { within: ['2002::', 16], inner: (ip) => [ip.slice(2, 6)] },
  { within: ['2001::', 32], inner: (ip) => [ip.slice(4, 8), ip.slice(12).map((byte) => byte ^ 0xff)] },
];

/** `::` and `::1` are themselves. */
const isPlain = (ip: IpBytes): boolean => ip.slice(0, 15).every((byte) => byte === 0) && (ip[15] ?? 0) <= 1;

const NOTHING: Embedded = { inner: [], isSame: false, isWrapping: false };

export function embeddedAddresses(ip: IpBytes): Embedded {
  if (ip.length !== 16) return NOTHING;
  const form = FORMS.find(({ within: [network, prefix] }) => sharesPrefix(ip, ipBytes(network) ?? [], prefix));
  const inner = form?.inner(ip) ?? [];
  const isWrapping = inner.length > 0 && (form?.isWrapping ?? false);
  if (isWrapping) return { inner, isSame: form?.isSame ?? false, isWrapping };
  return { ...NOTHING, inner: isIsatap(ip) ? [...inner, ...last(ip)] : inner };
}

/** ISATAP (RFC 5214) may stand below any network, one that carries an address itself among them. */
function isIsatap(ip: IpBytes): boolean {
  const [first, ...rest] = ip.slice(8, 12);
  return (first === 0x00 || first === 0x02) && rest.join(' ') === '0 94 254';
}
