// How triggers look in the API.
import { z } from 'zod';
import { isLasting } from '../../../core/deliveries/failing-time.ts';
import { REDACTED } from '../../../core/deliveries/redacted.ts';
import {
  MOST_IN_FILTER,
  MOST_TRIGGER_NAME_CHARACTERS,
  SUSPENSIONS,
  TRIGGER_ORIGINS,
  type Trigger,
} from '../../../core/deliveries/trigger.ts';
import { TRIGGER_ID_FORM } from '../../../core/deliveries/trigger-id.ts';
import { givenName, isoOrNull, severity, sourceName, time } from '../shapes.ts';
import type { TriggerResources } from './trigger-resources.ts';

export const triggerId = z
  .string()
  .regex(TRIGGER_ID_FORM, 'an id of a trigger is a whole number, or yaml- with 16 digits')
  .meta({ description: 'A number; `yaml-…` for triggers of the configuration file.' });

/** Items as a list, or as one text with commas between them; each once. */
function listOf<Item extends z.ZodType<string, string>>(item: Item) {
  const items = z.array(item).max(MOST_IN_FILTER);
  const text = z
    .string()
    .max(4_000)
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    )
    .pipe(items);
  return z.union([items, text]).transform((list) => [...new Set(list)]);
}

export const triggerFilter = z
  .strictObject({
    severities: listOf(severity).nullish(),
    sources: listOf(sourceName).nullish(),
    workload_ids: listOf(z.string().min(1).max(100)).nullish(),
    message_regex: z
      .string()
      .min(1)
      .max(65_536)
      .nullish()
      .meta({ description: 'RE2 syntax, as in rules; found anywhere in the message.' }),
  })
  .meta({ id: 'NewTriggerFilter' });

const name = givenName(MOST_TRIGGER_NAME_CHARACTERS, 'a trigger needs a name');

const fields = {
  enabled: z.boolean().nullish().meta({ description: 'true unless said.' }),
  filter: triggerFilter.nullish().meta({ description: 'All parts must hold; one that is empty passes all.' }),
  config: z
    .record(z.string().max(100), z.unknown())
    .nullish()
    .meta({
      description: `What the channel needs. A secret reads as "${REDACTED}", which keeps it when it is written.`,
    }),
  action_secret: z
    .string()
    .max(4_096)
    .nullish()
    .meta({ description: `The main secret of the channel, write-only; "${REDACTED}" keeps it, null removes it.` }),
};

const channel = z.string().min(1).max(50);

export const newTrigger = z.strictObject({ name, channel, ...fields }).meta({ id: 'NewTrigger' });

export const triggerPatch = z
  .strictObject({ name: name.optional(), channel: channel.optional(), ...fields })
  .refine((change) => Object.keys(change).length > 0, 'name what is to change')
  .meta({ id: 'TriggerPatch' });

/** An unsaved trigger, or an unsaved edit of one. */
export const unsavedTrigger = z
  .strictObject({
    trigger_id: triggerId.optional().meta({ description: 'Whose stored secrets the placeholders stand for.' }),
    name: name.optional(),
    channel,
    ...fields,
  })
  .meta({ id: 'UnsavedTrigger' });

export const triggerShape = z
  .object({
    id: triggerId,
    name: z.string(),
    enabled: z.boolean(),
    filter: z.object({
      severities: z.array(severity),
      sources: z.array(z.string()),
      workload_ids: z.array(z.string()),
      message_regex: z.string().nullable(),
    }),
    channel: z.string(),
    config: z.record(z.string(), z.unknown()),
    action_secret: z
      .string()
      .nullable()
      .meta({ description: `"${REDACTED}" where there is one.` }),
    origin: z.enum(TRIGGER_ORIGINS).meta({ description: 'Only triggers of the API can be changed here.' }),
    fault: z.string().nullable().meta({ description: 'Why nothing goes through it as it is written.' }),
    failing_since: time.nullable().meta({ description: 'The first of the failures that no success has followed.' }),
    failing_lasts: z.boolean().meta({
      description:
        'Whether it fails for ten minutes or longer. A younger failure is mended by one of the next attempts.',
    }),
    suspended_at: time.nullable().meta({ description: 'Since then nothing goes through it; change or resume it.' }),
    suspension: z.enum(SUSPENSIONS).nullable().meta({
      description: '`gone`: the receiver said so. `failing`: nothing came through in five days in which it was tried.',
    }),
    created_at: time.nullable().meta({ description: 'Null for triggers of the configuration file.' }),
    updated_at: time.nullable(),
  })
  .meta({ id: 'Trigger' });
export type ShownTrigger = z.input<typeof triggerShape>;

interface ShowingResources extends Pick<TriggerResources, 'book' | 'now'> {
  readonly channels: Pick<TriggerResources['channels'], 'mainSecretOf' | 'shown'>;
}

export function shownTrigger(trigger: Trigger, { channels, book, now }: ShowingResources): ShownTrigger {
  const { id, name, enabled, channel, origin, filter } = trigger;
  const mainSecret = channels.mainSecretOf(channel);
  const config = { ...channels.shown(channel, trigger.config.reveal()) };
  const standing = book.current?.standingOf(id);
  const failingSince = standing?.failingSince ?? null;
  return {
    ...{ id, name, enabled, channel, origin, config },
    filter: {
      severities: [...filter.severities],
      sources: [...filter.sources],
      workload_ids: [...filter.workloadIds],
      message_regex: filter.messageRegex,
    },
    action_secret: mainSecret !== undefined && config[mainSecret] !== undefined ? REDACTED : null,
    fault: book.current?.faults.find(({ triggerId: of }) => of === id)?.message ?? null,
    failing_since: isoOrNull(failingSince),
    failing_lasts: failingSince !== null && isLasting(failingSince, now()),
    suspended_at: isoOrNull(standing?.suspendedAt ?? null),
    suspension: standing?.suspension ?? null,
    created_at: isoOrNull(trigger.createdAt),
    updated_at: isoOrNull(trigger.updatedAt),
  };
}
