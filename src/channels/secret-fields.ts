// Which fields of a channel's configuration are secret: they are written and never read, and a placeholder keeps what is stored.
import { z } from 'zod';
import { isRecord } from '../config/input/is-record.ts';
import { Secret } from '../config/secret.ts';
import { REDACTED } from '../core/deliveries/redacted.ts';
import type { ErrorDetail } from '../core/errors.ts';

/** As the API takes it and the store keeps it: plain values, secrets among them. */
export type RawConfig = Readonly<Record<string, unknown>>;

interface Mark {
  readonly kind: 'text' | 'record';
  /** The receiver sees it; else it only proves something to him. */
  readonly isSent: boolean;
}

const marked = z.registry<Mark>();

/** A secret text that `fits`; what it must be is told without ever telling what it was. */
export function secretText(expected: string, fits: (text: string) => boolean, { isSent = true } = {}) {
  const schema = z
    .string()
    .max(4_096)
    .refine((text) => text !== REDACTED && fits(text), `must be ${expected}`)
    .transform((text) => new Secret(text));
  marked.add(schema, { kind: 'text', isSent });
  return schema;
}

/** Texts by name, each of them secret. */
export function secretRecord(options: {
  readonly name: z.ZodString;
  readonly value: z.ZodString;
  readonly most: number;
}) {
  const schema = z
    .record(
      options.name,
      options.value.refine((text) => text !== REDACTED, 'is the placeholder of no stored secret'),
    )
    .refine((record) => Object.keys(record).length <= options.most, `must have at most ${options.most} entries`)
    .refine((record) => areDistinct(Object.keys(record)), 'has a name twice, once in other letters')
    .transform((record) => Object.entries(record).map(([name, value]) => [name, new Secret(value)] as const));
  marked.add(schema, { kind: 'record', isSent: true });
  return schema;
}

const areDistinct = (names: readonly string[]): boolean =>
  new Set(names.map((name) => name.toLowerCase())).size === names.length;

/** The names of the secret fields of a schema. */
export function secretFields(schema: z.ZodObject): ReadonlyMap<string, Mark> {
  const fields = Object.entries(schema.shape).map(([name, field]) => [name, marked.get(inner(field))] as const);
  return new Map(fields.flatMap(([name, mark]) => (mark ? [[name, mark] as const] : [])));
}

const inner = (field: z.core.$ZodType): z.core.$ZodType =>
  field instanceof z.ZodOptional || field instanceof z.ZodDefault ? inner(field.unwrap()) : field;

/** As it may be shown: which secrets there are, and none of them. */
export function shownConfig(schema: z.ZodObject, stored: RawConfig): RawConfig {
  const secrets = secretFields(schema);
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [name, secrets.has(name) ? hidden(value) : value]),
  );
}

function hidden(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return REDACTED;
  return Object.fromEntries(Object.keys(value).map((name) => [name, REDACTED]));
}

export type KeptConfig =
  | { readonly ok: true; readonly config: RawConfig }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[] };

/**
 * What was given, with the stored secret wherever the placeholder stands. A secret that the receiver sees is not kept for another host than the one
 * that it was written for: else whoever may edit a trigger could have it sent to himself.
 */
export function keepSecrets(schema: z.ZodObject, given: RawConfig, stored: RawConfig | undefined): KeptConfig {
  const faults: ErrorDetail[] = [];
  const secrets = secretFields(schema);
  const moves = stored !== undefined && movesHost(secrets, given, stored);
  const config: Record<string, unknown> = { ...given };
  for (const [name, { kind, isSent }] of secrets) {
    const before = isSent && moves ? undefined : stored?.[name];
    const kept = (path: string, value: unknown, old: unknown): unknown => {
      if (value !== REDACTED) return value;
      if (typeof old !== 'string') faults.push({ path, message: isSent && moves ? ELSEWHERE : NOTHING_STORED });
      return old;
    };
    const value = given[name];
    if (kind === 'text' && value !== undefined) config[name] = kept(name, value, before);
    if (kind === 'record' && isRecord(value))
      config[name] = Object.fromEntries(
        Object.entries(value).map(([key, text]) => [key, kept(`${name}.${key}`, text, ownOf(before, key))]),
      );
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config };
}

/** The fields in which channels name a host openly. */
const HOST_FIELDS = ['url', 'api_url', 'host', 'port'] as const;

/** Where the address itself is the secret, its placeholder leads to where it led. */
const movesHost = (secrets: ReadonlyMap<string, Mark>, given: RawConfig, stored: RawConfig): boolean =>
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
