// What the placeholder of a secret stands for when a configuration is written back: what is stored, where that may be kept.
import type { z } from 'zod';
import { isRecord } from '../config/input/is-record.ts';
import { REDACTED } from '../core/deliveries/redacted.ts';
import type { ErrorDetail } from '../core/errors.ts';
import { type RawConfig, type SecretMark, secretFields } from './secret-fields.ts';

export type KeptConfig =
  | { readonly ok: true; readonly config: RawConfig }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[] };

/**
 * What was given, with the stored secret wherever the placeholder stands. A secret that the receiver sees is not kept for another host than the one
 * that it was written for: else whoever may edit a trigger could have it sent to himself.
 */
export function keepSecrets(schema: z.ZodObject, given: RawConfig, stored: RawConfig | undefined): KeptConfig {
  const secrets = secretFields(schema);
  const moves = stored !== undefined && movesHost(secrets, given, stored);
  const config: Record<string, unknown> = { ...given };
  const faults: ErrorDetail[] = [];
  for (const [name, { kind, isSent }] of secrets) {
    if (given[name] === undefined) continue;
    const staysBehind = isSent && moves;
    const keep = kind === 'text' ? keptText : keptRecord;
    const { value, lost } = keep(name, given[name], staysBehind ? undefined : stored?.[name]);
    config[name] = value;
    faults.push(...lost.map((path) => ({ path, message: staysBehind ? ELSEWHERE : NOTHING_STORED })));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config };
}

interface Kept {
  readonly value: unknown;
  /** The paths of placeholders that stand for nothing. */
  readonly lost: readonly string[];
}

function keptText(path: string, value: unknown, before: unknown): Kept {
  if (value !== REDACTED) return { value, lost: [] };
  return { value: before, lost: typeof before === 'string' ? [] : [path] };
}

function keptRecord(path: string, record: unknown, before: unknown): Kept {
  if (!isRecord(record)) return { value: record, lost: [] };
  const entries = Object.entries(record).map(
    ([key, value]) => [key, keptText(`${path}.${key}`, value, ownOf(before, key))] as const,
  );
  return {
    value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    lost: entries.flatMap(([, { lost }]) => lost),
  };
}

/** The fields in which channels name a host openly. */
const HOST_FIELDS = ['url', 'api_url', 'host', 'port'] as const;

/** Where the address itself is the secret, its placeholder leads to where it led. */
const movesHost = (secrets: ReadonlyMap<string, SecretMark>, given: RawConfig, stored: RawConfig): boolean =>
  HOST_FIELDS.some((name) => {
    const staysAsItIs = secrets.has(name) && given[name] === REDACTED;
    return !staysAsItIs && hostIn(given[name]) !== hostIn(stored[name]);
  });

/** What begins like a scheme is no URL for that: an address such as `fd00::1` has no origin. */
function hostIn(value: unknown): string {
  const origin = URL.parse(String(value))?.origin ?? 'null';
  return origin === 'null' ? String(value) : origin;
}

/** Names of headers are the same in capitals. */
function ownOf(record: unknown, key: string): unknown {
  if (!isRecord(record)) return undefined;
  const name = Object.keys(record).find((one) => one.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : record[name];
}

const ELSEWHERE = `"${REDACTED}" keeps a secret that was written for another host: write it again for this one.`;
const NOTHING_STORED = `"${REDACTED}" keeps the stored secret, and none is stored: write the secret itself.`;
