// Where the server may send messages to, made of its settings: which networks are open, and which places are closed because they are its own.
import { networkInterfaces } from 'node:os';
import type { Config } from '../../config/schema.ts';
import { EgressPolicy } from '../../net/egress/egress-policy.ts';
import type { Lookup } from '../../net/egress/lookup.ts';
import type { ClosedPlace } from '../../net/egress/place.ts';

export interface EgressParts {
  readonly config: Pick<Config, 'egressAllow' | 'egressPrivate' | 'host' | 'databaseUrl' | 'dockerHost'>;
  /** At which the server listens in the end. */
  readonly port: number;
  readonly lookup: Lookup;
}

/** Names are looked up once, now; a place is known by its name as well. */
export async function createEgressPolicy({ config, port, lookup }: EgressParts): Promise<EgressPolicy> {
  const places = [...databases(config), ...engines(config)];
  const closed = await Promise.all(places.map((place) => found(place, lookup)));
  const own = await ownPlace({ host: config.host, port }, lookup);
  return new EgressPolicy({ allow: config.egressAllow, private: config.egressPrivate, closed: [own, ...closed] });
}

type NamedPlace = Omit<ClosedPlace, 'addresses'>;

function databases({ databaseUrl }: EgressParts['config']): readonly NamedPlace[] {
  const url = URL.parse(databaseUrl?.reveal() ?? '');
  if (url === null) return [];
  const host = hostOf(url) || url.searchParams.get('host') || '';
  return [{ what: 'the database of Tocsin', host, port: Number(url.port || 5_432), isFinal: true }];
}

function engines({ dockerHost }: EgressParts['config']): readonly NamedPlace[] {
  const urls = dockerHost.map(({ url }) => new URL(url)).filter(({ protocol }) => protocol !== 'unix:');
  return urls.map((url) => ({
    what: 'a container engine that Tocsin watches',
    host: hostOf(url),
    port: Number(url.port || DEFAULT_PORTS[url.protocol]),
    isFinal: false,
  }));
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'tcp:': 2_375, 'http:': 80, 'https:': 443, 'ssh:': 22 };

const hostOf = ({ hostname }: URL): string => hostname.toLowerCase().replace(/^\[|\]$/g, '');

async function ownPlace({ host, port }: { host: string; port: number }, lookup: Lookup): Promise<ClosedPlace> {
  const place = { what: 'this server itself', host: host.toLowerCase(), port, isFinal: false };
  if (host !== '0.0.0.0' && host !== '::') return await found(place, lookup);
  // Whoever listens on all addresses listens on those that come later, too.
  return { ...place, isEverywhere: true, addresses: addressesHere };
}

const addressesHere = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((some = []) => some.map(({ address }) => address));

/** One that is not known now is closed by its name alone. */
async function found(place: NamedPlace, lookup: Lookup): Promise<ClosedPlace> {
  const addresses = await lookup(place.host).catch(() => []);
  return { ...place, addresses: () => addresses };
}
