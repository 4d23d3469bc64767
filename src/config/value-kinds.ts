// The kinds of value that a setting may have. Each reads what the environment gives (always a text) and what YAML gives (a text, number, boolean or list),
// and says in one phrase what it expects, as the end of the sentence "it must be …".
import { isIP } from 'node:net';
import { z } from 'zod';
import { passwordFault } from '../core/password-rule.ts';
import { meantPattern, parseContainerPattern } from './container-pattern.ts';
import { type NamedFiles, readFiles } from './files/named-files.ts';
import { parseNetwork, parseOpenable } from './network.ts';
import { Secret } from './secret.ts';
import { suggest } from './suggestion.ts';

export const text = (expected: string, form = /^.{0,1000}$/su) =>
  kind(expected, (value) => (typeof value === 'string' && form.test(value) ? value : undefined));

/** A name or an address, with neither a port nor a scheme: those have settings of their own, or none. */
export const hostName = () =>
  kind(
    'a host name or address to listen on',
    (value) => (typeof value === 'string' && isHostName(value) ? value : undefined),
    (value) => {
      if (typeof value !== 'string' || !/[:/]/.test(value) || value.includes('@')) return undefined;
      return URL.parse(value.includes('://') ? value : `http://${value}`)?.hostname || undefined;
    },
  );

/** Of another machine. */
export const outerHostName = () =>
  kind('a host name or address', (value) => (typeof value === 'string' && isHostName(value) ? value : undefined));

/** What stands in front of a domain is added to it, so an address will not do. */
export const domainName = () =>
  kind('a domain such as example.org', (value) => (typeof value === 'string' && isName(value) ? value : undefined));

const isHostName = (value: string): boolean => isIP(value) !== 0 || isName(value.replace(/\.$/, ''));

/** Labels between dots. A URL takes one whose last label is a number for an address, and refuses it where it is none. */
const isName = (value: string): boolean =>
  value.length <= 253 &&
  /^[\w-]{1,63}(?:\.[\w-]{1,63})*$/.test(value) &&
  !/(?:^|\.)(?:\d+|0[xX][\da-fA-F]*)$/.test(value) &&
  URL.canParse(`http://${value}`);

export const integer = (from: number, to: number) =>
  kind(`a whole number from ${from} to ${to}`, (value) => {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
    const fits = typeof number === 'number' && Number.isInteger(number) && number >= from && number <= to;
    return fits ? number : undefined;
  });

export const flag = () =>
  kind('true or false', (value) => {
    const word = String(value).trim().toLowerCase();
    if (['true', 'yes', 'on', '1'].includes(word)) return true;
    return ['false', 'no', 'off', '0'].includes(word) ? false : undefined;
  });

export const choice = <const Choices extends readonly string[]>(choices: Choices) =>
  kind(
    `one of ${choices.join(', ')}`,
    (value): Choices[number] | undefined => choices.find((known) => known === String(value).trim().toLowerCase()),
    (value) => suggest(String(value), choices),
  );

/** Several of these, or `none`. */
export const choices = <const Choice extends string>(all: readonly Choice[]) =>
  kind(
    `a list of ${all.join(', ')}; or none`,
    (value): readonly Choice[] | undefined => {
      const items = itemsOf(value);
      if (items?.length === 1 && items[0] === 'none') return [];
      const known = items?.map((item) => all.find((one) => one === item.toLowerCase())) ?? [];
      const found = known.filter((one) => one !== undefined);
      return found.length > 0 && found.length === known.length ? [...new Set(found)] : undefined;
    },
    (value) => itemsOf(value)?.flatMap((item) => suggest(item, all) ?? [])[0],
  );

/** The password of an account that the configuration makes: it keeps the rules that one typed by a person keeps. */
export const passwordOf = (username: string) =>
  z.unknown().transform((value, context): Secret => {
    const usable = typeof value === 'string' || typeof value === 'number';
    const fault = usable ? passwordFault(String(value), username) : 'It must be a text.';
    if (fault === undefined) return new Secret(String(value));
    context.addIssue(fault);
    return z.NEVER;
  });

/** A secret text; what it must be is checked without ever telling what it was. */
export const secret = (expected: string, fits: (value: string) => boolean = () => true) =>
  kind(expected, (value) => {
    const usable = typeof value === 'string' || typeof value === 'number';
    return usable && fits(String(value)) ? new Secret(String(value)) : undefined;
  });

/** The address of a web page of ours: no user, query or fragment, and no slash at the end. */
export const webUrl = () => kind('an http or https URL without user, query or fragment', readWebUrl);

export const webUrls = () => list('http or https URLs without user, query or fragment', readWebUrl);

function readWebUrl(value: unknown): string | undefined {
  const url = URL.parse(String(value));
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  if (url.username || url.password || url.search || url.hash) return undefined;
  return url.href.replace(/\/+$/, '');
}

export const proxies = () =>
  list('addresses, networks such as 10.0.0.0/8, or "loopback"', (item) =>
    item === 'loopback' || (parseNetwork(item) && parseNetwork(item)?.port === undefined) ? item : undefined,
  );

/** Networks with an optional port, such as `192.168.1.20/32:9000`, that can be opened. */
export const networks = () =>
  list(
    'networks such as 192.168.1.0/24 or 127.0.0.1/32:9000, without any to which nothing is ever sent (such as 0.0.0.0, 169.254.169.254 or 224.0.0.0/4)',
    parseOpenable,
  );

/** An event of the log, and the share of its lines that is written. */
export interface SampledShare {
  readonly event: string;
  readonly share: number;
}

/** Such as `http_request:0.1`. */
export const sampledEvents = () => list('items such as http_request:0.1, with a share from 0 to 1', readSampledEvent);

function readSampledEvent(item: string): SampledShare | undefined {
  const { event, share } = /^(?<event>[a-z][a-z0-9_]{0,99}):(?<share>0|1|[01]?\.\d{1,6})$/.exec(item)?.groups ?? {};
  return event !== undefined && Number(share) <= 1 ? { event, share: Number(share) } : undefined;
}

/** Routes of the API by their patterns. */
export const endpoints = () =>
  list('routes such as /api/events or /api/events/{id}', (item) =>
    /^\/[\w./{}-]{0,199}$/.test(item) ? item : undefined,
  );

export interface NamedEngine {
  /** Undefined when there is only one and nobody named it. */
  readonly name: string | undefined;
  readonly url: string;
  /** Nobody asked for it: it is watched when it is there. */
  readonly isDefault?: true;
}

/** One engine's URL, or several as `name=url`, or `none`. */
export const engines = () =>
  kind(
    'a URL (unix, tcp, http, https or ssh), several as name=url,name=url with a name of its own each, or none',
    readEngines,
    (value) => {
      if (typeof value !== 'string') return undefined;
      if (/^\/[\w./-]+$/.test(value)) return `unix://${value}`;
      return /^[\w.-]+:\d{2,5}$/.test(value) ? `tcp://${value}` : undefined;
    },
  );

function readEngines(value: unknown): readonly NamedEngine[] | undefined {
  const items = itemsOf(value);
  if (items?.length === 1 && items[0] === 'none') return [];
  const read = items?.map(engine) ?? [];
  const found = read.filter((one) => one !== undefined);
  const names = new Set(found.map(({ name }) => name));
  const complete = found.length > 0 && found.length === read.length && names.size === found.length;
  return complete && (found.length === 1 || !names.has(undefined)) ? found : undefined;
}

function engine(item: string): NamedEngine | undefined {
  const { name, url } = /^(?:(?<name>[\w.-]{1,100})=)?(?<url>[a-z]+:\/\/.+)$/.exec(item)?.groups ?? {};
  const parsed = URL.parse(url ?? '');
  if (url === undefined || parsed === null || parsed.password) return undefined;
  // Only ssh tells by the user's name alone who asks.
  if (parsed.protocol === 'ssh:') return { name, url };
  return ['unix:', 'tcp:', 'http:', 'https:'].includes(parsed.protocol) && !parsed.username ? { name, url } : undefined;
}

/** Which containers are meant, such as `name=web-*`. */
export const containerPatterns = () =>
  list(
    'items such as name=web-*, image=postgres:*, label=team=ops or project=shop',
    parseContainerPattern,
    meantPattern,
  );

/** Files by their paths or patterns of such. */
export const namedFiles = () =>
  z.unknown().transform((value, context): readonly NamedFiles[] => {
    const read = readFiles(value);
    if (read.ok) return read.files;
    context.addIssue(read.fault);
    return z.NEVER;
  });

/** A list in YAML, or its items in one text with commas between them. */
function list<Item>(
  expected: string,
  read: (item: string) => Item | undefined,
  meant: (item: string) => string | undefined = () => undefined,
) {
  const items = (value: unknown) => itemsOf(value)?.map((item) => ({ item, read: read(item) }));
  return kind(
    `a list of ${expected}`,
    (value) => {
      const all = items(value)?.map((one) => one.read);
      const found = all?.filter((item) => item !== undefined);
      return found?.length === all?.length ? found : undefined;
    },
    (value) => {
      const wrong = items(value)?.find((one) => one.read === undefined);
      return wrong && meant(wrong.item);
    },
  );
}

function itemsOf(value: unknown): readonly string[] | undefined {
  const items: unknown = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
  if (!Array.isArray(items)) return undefined;
  const texts = items.filter((item): item is string => typeof item === 'string');
  return texts.length === items.length ? texts.filter((item) => item !== '') : undefined;
}

/** A schema that takes whatever `read` can make a value of, and else says what it had expected, and what was perhaps meant. */
function kind<Value>(
  expected: string,
  read: (value: unknown) => Value | undefined,
  meant: (value: unknown) => string | undefined = () => undefined,
) {
  return z.unknown().transform((value, context): Value => {
    const result = read(value);
    if (result !== undefined) return result;
    const hint = meant(value);
    context.addIssue(`must be ${expected}${hint === undefined ? '' : `; did you mean ${hint}?`}`);
    return z.NEVER;
  });
}
