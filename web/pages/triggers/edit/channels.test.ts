import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ALL_CHANNELS, CHANNEL_KINDS, channelOf } from '../../../../src/channels/all-channels.ts';
import { secretFields } from '../../../../src/channels/secret-fields.ts';
import { CHANNELS } from './channels.ts';

const required = (field: z.core.$ZodType): boolean =>
  !(field instanceof z.ZodOptional || field instanceof z.ZodDefault);

function optionsOf(field: z.core.$ZodType): readonly unknown[] {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return optionsOf(field.unwrap());
  return field instanceof z.ZodEnum ? field.options : [];
}

describe('the form of a trigger', () => {
  test('has every channel that there is', () => {
    expect(CHANNELS.map(({ kind }) => kind).toSorted()).toEqual([...CHANNEL_KINDS].toSorted());
  });

  test.each(CHANNELS.map((form) => [form.kind, form] as const))(
    'has the fields of %s and no others',
    (kind, { fields }) => {
      const { schema } = channelOf(kind as keyof typeof ALL_CHANNELS);
      const secrets = secretFields(schema);
      expect(fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
      for (const field of fields) {
        const own = schema.shape[field.name] as z.core.$ZodType;
        // A field without which the channel cannot be; one that only some need is said so by the server.
        expect([field.name, field.isRequired === true]).toEqual([field.name, required(own)]);
        const mark = secrets.get(field.name)?.kind;
        const kinds =
          mark === 'text'
            ? ['secret']
            : mark === 'record'
              ? ['headers']
              : ['text', 'number', 'flag', 'list', 'long', 'choice'];
        expect(kinds).toContain(field.kind);
        expect((field.options ?? []).map(([value]) => value).toSorted()).toEqual([...optionsOf(own)].toSorted());
      }
    },
  );
});
