// Which addresses are one client, wherever clients are held to a number.
import { isIPv4, isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * What counts as one client: an IPv4 address, or the /64 that an IPv6 user commands, whichever way a proxy spells it (with a port, in
 * brackets, mapped, with zeros). What is no address at all is one client of its own.
 */
export function clientNetwork(address: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  if (isIPv4(bare)) return bare;
  const [withoutZone = ''] = bare.split('%');
  return isIPv6(withoutZone) ? ipv6Network(withoutZone) : bare;
}

function ipv6Network(address: string): string {
  // The URL parser writes an IPv6 address in its one canonical form.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = MAPPED_IPV4.exec(canonical);
  if (mapped) return [mapped[1], mapped[2]].flatMap((half) => twoBytes(half ?? '0')).join('.');
  const [head = '', tail = ''] = canonical.split('::');
  const [before, behind] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const missing = canonical.includes('::') ? 8 - (before?.length ?? 0) - (behind?.length ?? 0) : 0;
  const groups = [...(before ?? []), ...Array.from({ length: missing }, () => '0'), ...(behind ?? [])];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function twoBytes(half: string): readonly number[] {
  const value = Number.parseInt(half, 16);
  return [value >> 8, value & 255];
}
