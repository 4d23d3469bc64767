// Which fields of a channel's configuration are secret: they are written and never read.
import { z } from 'zod';
import { Secret } from '../config/secret.ts';
import { REDACTED } from '../core/deliveries/redacted.ts';

/** As the API takes it and the store keeps it: plain values, secrets among them. */
export type RawConfig = Readonly<Record<string, unknown>>;

export interface SecretMark {
  readonly kind: 'text' | 'record';
  /** The receiver sees it; else it only proves something to him. */
  readonly isSent: boolean;
}

const marked = z.registry<SecretMark>();

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
export function secretFields(schema: z.ZodObject): ReadonlyMap<string, SecretMark> {
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
