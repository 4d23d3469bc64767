// A range of addresses as people write it, with or without a port.
import { isIP } from 'node:net';
import { neverSentTo } from '../core/addresses/address-kind.ts';
import { embeddedAddresses } from '../core/addresses/embedded-addresses.ts';
import { ipBytes } from '../core/addresses/ip-bytes.ts';

/** A range of addresses, and the one port on it that is meant, if any. */
export interface Network {
  readonly address: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  readonly port: number | undefined;
}

/**
 * Reads `10.0.0.0/8`, `10.0.0.1`, `127.0.0.1/32:9000`, `fd00::/8`, `[::1]:9000` and `[fd00::]/8:9000`; undefined for anything else. IPv4 that is written as
 * IPv6 (`::ffff:10.0.0.0/104`) is the network of IPv4 that it is.
 */
export function parseNetwork(text: string): Network | undefined {
  const { address, prefix, port } = split(text);
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || address.includes('%')) return undefined;
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  const number = port === undefined ? undefined : Number(port);
  if (length > bits || (number !== undefined && (number < 1 || number > 65_535))) return undefined;
  return family === 4 ? { address, family, prefix: length, port: number } : wide({ address, length, number });
}

const MAPPED_BITS = 96;

/** A network that holds some of what is mapped and some of what is not is a mistake. */
function wide(of: { readonly address: string; readonly length: number; readonly number: number | undefined }) {
  const { address, length, number: port } = of;
  const { inner, isSame } = embeddedAddresses(ipBytes(address) ?? []);
  if (!isSame) return { address, family: 6, prefix: length, port } as const;
  if (length < MAPPED_BITS) return undefined;
  return { address: (inner[0] ?? []).join('.'), family: 4, prefix: length - MAPPED_BITS, port } as const;
}

/** The same, but for networks to which nothing is ever sent, whoever allows it. */
export function parseOpenable(text: string): Network | undefined {
  const network = parseNetwork(text);
  return network && !neverSentTo(ipBytes(network.address) ?? [], network.prefix) ? network : undefined;
}

const BRACKETED = /^\[(?<address>[0-9a-fA-F:.]+)\](?:\/(?<prefix>\d{1,3}))?(?::(?<port>\d{1,5}))?$/;
const IPV4 = /^(?<address>[\d.]+)(?:\/(?<prefix>\d{1,2}))?(?::(?<port>\d{1,5}))?$/;
/** Without brackets a colon belongs to the address, so that no port can stand behind it. */
const IPV6 = /^(?<address>[0-9a-fA-F:.]+)(?:\/(?<prefix>\d{1,3}))?$/;

function split(text: string): { readonly address: string; readonly prefix?: string; readonly port?: string } {
  const groups = (BRACKETED.exec(text) ?? IPV4.exec(text) ?? IPV6.exec(text))?.groups;
  return { address: '', ...groups };
}
