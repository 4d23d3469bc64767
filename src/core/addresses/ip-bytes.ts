// An IP address as its bytes, so that it can be judged by what it is and not by how it is written.
import { isIP } from 'node:net';

/** Four of IPv4, sixteen of IPv6. */
export type IpBytes = readonly number[];

/** Undefined for anything that is no address. A zone (`%eth0`) says through which interface, not where to, and is passed over. */
export function ipBytes(text: string): IpBytes | undefined {
  const address = text.replace(/%.*$/s, '');
  switch (isIP(address)) {
    case 4:
      return address.split('.').map(Number);
    case 6:
      return wideBytes(address);
    default:
      return undefined;
  }
}

function wideBytes(address: string): IpBytes {
  const [head = '', tail] = address.split('::');
  const [before, after] = [groupBytes(head), groupBytes(tail ?? '')];
  const missing = 16 - before.length - after.length;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

function groupBytes(groups: string): readonly number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

/** Whether both begin with the same `prefix` bits; never true of addresses of two kinds. */
export function sharesPrefix(one: IpBytes, other: IpBytes, prefix: number): boolean {
  if (one.length !== other.length) return false;
  return one.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, prefix - 8 * at));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((other[at] ?? 0) & mask);
  });
}
