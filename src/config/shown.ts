// What may be told of the settings: values, where they come from, and what was wrong with them. Nothing of a secret.
import { type ContainerPattern, shownPattern } from './container-pattern.ts';
import { type NamedFiles, shownFiles } from './files/named-files.ts';
import type { Origin } from './layers.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { type Config, type SettingName, settingInfo } from './schema.ts';
import { Secret } from './secret.ts';
import type { SampledShare } from './value-kinds.ts';

/** A setting's value in force, for a person; empty when there is none. Of a secret URL everything but the password is told. */
export function shownValue(name: SettingName, config: Config): string {
  const value = config[name];
  if (value === undefined) return '';
  if (value instanceof Secret)
    return (name === 'databaseUrl' && parsePostgresUrl(value.reveal())?.shownUrl) || String(value);
  return Array.isArray(value) ? value.map(shownItem).join(',') : String(value);
}

/** Where the value comes from, in the words of `tocsin config`. */
export function shownOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'environment':
      return `environment ${origin.variable}`;
    case 'yaml':
      return `${origin.file}:${origin.line}`;
    case 'secret_file':
      return `secret file ${origin.file} (${origin.namedBy})`;
  }
}

/** What was written, as the beginning of the sentence that refuses it. Nothing of a secret, and no password, query or fragment of a URL. */
export function givenValue(name: SettingName, value: unknown): string {
  if (settingInfo(name).secret) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const known = name.endsWith('Username') ? text.replace(PASSWORD_ALONG, ':[redacted]') : text;
  const told = known.replace(CREDENTIALS, '$1[redacted]@').replace(BEHIND_PATH, '$1[redacted]').slice(0, LONGEST_TOLD);
  return `"${told}" is not allowed: it `;
}

/** All before the last `@`, however broken the URL is; only a name and a scheme at its beginning may be told. */
const CREDENTIALS = /^((?:[\w.-]{1,100}=)?[a-z]{1,10}:\/{1,3})?.*@/s;
/** Whoever writes a colon into the name of a user has written the password along. */
const PASSWORD_ALONG = /:.*$/s;
/** Where keys and tokens stand in URLs. */
const BEHIND_PATH = /([?#]).+$/s;

const LONGEST_TOLD = 100;

interface Shown {
  readonly name?: string | undefined;
  readonly url?: string;
  readonly address?: string;
  readonly family?: 4 | 6;
  readonly prefix?: number;
  readonly port?: number | undefined;
}

function shownItem(item: string | Shown | ContainerPattern | SampledShare | NamedFiles): string {
  if (typeof item === 'string') return item;
  if ('share' in item) return `${item.event}:${item.share}`;
  if ('format' in item) return shownFiles(item);
  if ('by' in item) return shownPattern(item);
  if (item.url !== undefined) return item.name === undefined ? item.url : `${item.name}=${item.url}`;
  const network = `${item.family === 6 ? `[${item.address}]` : item.address}/${item.prefix}`;
  return item.port === undefined ? network : `${network}:${item.port}`;
}
