// What an address is: somebody on the internet, a neighbour, this machine itself, or nothing that a message may be sent to.
import { type IpBytes, ipBytes, sharesPrefix } from './ip-bytes.ts';

export type AddressKind =
  | 'public'
  | 'private'
  | 'loopback'
  | 'link_local'
  | 'unspecified'
  | 'multicast'
  | 'broadcast'
  | 'reserved'
  | 'translated_locally'
  | 'metadata';

/** The first that fits. Where a cloud hands out credentials to whoever asks stands before the networks that it lies in. */
const RANGES: readonly (readonly [network: string, kind: AddressKind])[] = [
  ['169.254.169.254/32', 'metadata'],
  ['169.254.170.2/32', 'metadata'],
  ['169.254.170.23/32', 'metadata'],
  ['169.254.169.252/32', 'metadata'],
  ['169.254.0.23/32', 'metadata'],
  ['169.254.10.10/32', 'metadata'],
  ['169.254.42.42/32', 'metadata'],
  ['100.100.100.200/32', 'metadata'],
  ['192.0.0.192/32', 'metadata'],
  ['168.63.129.16/32', 'metadata'],
  ['fd00:ec2::254/128', 'metadata'],
  ['fd00:ec2::23/128', 'metadata'],
  ['fd20:ce::254/128', 'metadata'],
  ['fd00:42::42/128', 'metadata'],
  ['fd00:c1::a9fe:a9fe/128', 'metadata'],
  ['fd00:a9fe:a9fe::1/128', 'metadata'],
  ['fd00:100::100:200/128', 'metadata'],
  ['fe80::a9fe:a9fe/128', 'metadata'],
  ['0.0.0.0/8', 'unspecified'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link_local'],
  ['10.0.0.0/8', 'private'],
  ['172.16.0.0/12', 'private'],
  ['192.168.0.0/16', 'private'],
  ['100.64.0.0/10', 'private'],
  ['198.18.0.0/15', 'private'],
  ['192.0.0.0/24', 'reserved'],
  ['192.88.99.0/24', 'reserved'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['240.0.0.0/4', 'reserved'],
  ['0.0.0.0/0', 'public'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['fe80::/10', 'link_local'],
  ['fec0::/10', 'private'],
  ['fc00::/7', 'private'],
  ['ff00::/8', 'multicast'],
  ['64:ff9b:1::/48', 'translated_locally'],
  // Of what is given out: for benchmarks, for names that are no places, and for examples.
  ['2001:2::/48', 'private'],
  ['2001:10::/28', 'reserved'],
  ['2001:20::/28', 'reserved'],
  ['2001:db8::/32', 'reserved'],
  ['3fff::/20', 'reserved'],
  ['2000::/3', 'public'],
];

const TABLE = RANGES.map(([network, kind]) => {
  const [address = '', prefix] = network.split('/');
  return { address: ipBytes(address) ?? [], prefix: Number(prefix), kind };
});

/** What IPv6 has not given out is reserved. */
export function addressKind(ip: IpBytes): AddressKind {
  return TABLE.find(({ address, prefix }) => sharesPrefix(ip, address, prefix))?.kind ?? 'reserved';
}

/** What nobody can open, because it is never a receiver. */
export const NEVER_RECEIVERS = ['metadata', 'unspecified', 'multicast', 'broadcast', 'translated_locally'] as const;

/** Whether all of a network is such that nothing is ever sent there. */
export function neverSentTo(ip: IpBytes, bits: number): boolean {
  const range = TABLE.find(({ address, prefix }) => prefix <= bits && sharesPrefix(ip, address, prefix));
  return NEVER_RECEIVERS.some((kind) => kind === range?.kind);
}
