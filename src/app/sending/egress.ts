// Where the server may send messages to, made of its settings: which networks are open, and which places are closed because they are its own.
import { networkInterfaces } from 'node:os';
import { parsePostgresUrl } from '../../config/postgres-url.ts';
import type { Config } from '../../config/schema.ts';
import { type AddressKind, addressKind } from '../../core/addresses/address-kind.ts';
import { embeddedAddresses } from '../../core/addresses/embedded-addresses.ts';
import { ipBytes, sharesPrefix } from '../../core/addresses/ip-bytes.ts';
import { EgressPolicy, type EgressSettings } from '../../net/egress/egress-policy.ts';
import type { Lookup } from '../../net/egress/lookup.ts';
import type { ClosedPlace } from '../../net/egress/place.ts';

export interface EgressParts {
  readonly config: Pick<Config, 'egressAllow' | 'egressPrivate' | 'host' | 'databaseUrl' | 'dockerHost'>;
  /** At which the server listens in the end. */
  readonly port: number;
  readonly lookup: Lookup;
  /** Asked each time, because a machine gets addresses and loses them. */
  readonly addressesHere?: () => readonly string[];
  /** Where log lines are shipped to; none for whatever users name. */
  readonly named?: EgressSettings['named'];
}

/** Names are looked up once, now; a place is known by its name as well. */
export async function createEgressPolicy(parts: EgressParts): Promise<EgressPolicy> {
  const { config, port, lookup, addressesHere = addressesOfInterfaces, named = [] } = parts;
  const world = { lookup, addressesHere };
  const own = { what: 'this server itself', host: config.host, port, isFinal: false };
  const places = [...databases(config), ...engines(config)].map((place) => found(place, world));
  const closed = [hereAt(await found(own, world), world), ...(await Promise.all(places))];
  return new EgressPolicy({ allow: config.egressAllow, private: config.egressPrivate, closed, named });
}

type World = Required<Pick<EgressParts, 'lookup' | 'addressesHere'>>;

type OwnPlace = Omit<ClosedPlace, 'addresses' | 'isHere'>;

const POSTGRES_PORT = 5_432;

/** The driver asks the environment for a port where the URL names none. */
function databases({ databaseUrl }: EgressParts['config']): readonly OwnPlace[] {
  const servers = parsePostgresUrl(databaseUrl?.reveal() ?? '')?.servers ?? [];
  return servers.map(({ host, port = Number(process.env.PGPORT || POSTGRES_PORT) }) => ({
    ...{ what: 'the database of Tocsin', host, port, isFinal: true },
  }));
}

function engines({ dockerHost }: EgressParts['config']): readonly OwnPlace[] {
  const urls = dockerHost.map(({ url }) => new URL(url)).filter(({ protocol }) => protocol !== 'unix:');
  return urls.map((url) => ({
    what: 'a container engine that Tocsin watches',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || DEFAULT_PORTS[url.protocol]),
    isFinal: false,
  }));
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'tcp:': 2_375, 'http:': 80, 'https:': 443, 'ssh:': 22 };

/** One that is not known now is closed by its name alone. */
async function found(place: OwnPlace, world: World): Promise<ClosedPlace> {
  const named = { ...place, host: place.host.toLowerCase().replace(/\.+$/, '') };
  if (isSocket(named.host)) return hereAt({ ...named, isHere: true, addresses: () => [] }, world);
  const addresses = await world.lookup(named.host).catch(() => []);
  const at: ClosedPlace = { ...named, isHere: false, addresses: () => addresses };
  return addresses.some((address) => isOfThisMachine(address, world)) ? hereAt(at, world) : at;
}

/** Whoever listens at a socket, or at one address of this machine, may listen at all of them, and at those that come later, too. */
const hereAt = (place: ClosedPlace, { addressesHere }: World): ClosedPlace => ({
  ...{ ...place, isHere: true, addresses: () => [...place.addresses(), ...addressesHere()] },
});

/** A folder of the file system, or a name of the abstract kind. */
const isSocket = (host: string): boolean => /^[/@]/.test(host);

function isOfThisMachine(address: string, { addressesHere }: World): boolean {
  const ip = ipBytes(address);
  if (ip === undefined) return false;
  const own = addressesHere().flatMap((text) => [ipBytes(text) ?? []]);
  return [ip, ...embeddedAddresses(ip).inner].some(
    (one) => HERE.has(addressKind(one)) || own.some((other) => sharesPrefix(one, other, 8 * one.length)),
  );
}

const HERE: ReadonlySet<AddressKind> = new Set(['loopback', 'unspecified']);

const addressesOfInterfaces = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((some = []) => some.map(({ address }) => address));
