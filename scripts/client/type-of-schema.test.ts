import { describe, expect, test } from 'vitest';
import { typeOfSchema } from './type-of-schema.ts';

describe('a schema as a type', () => {
  test.each([
    [{ type: 'string', format: 'date-time', maxLength: 5 }, 'string'],
    [{ type: 'integer', minimum: 1 }, 'number'],
    [{}, 'unknown'],
    [{ $ref: '#/components/schemas/Rule', description: 'one' }, 'Rule'],
    [{ enum: ['a', "it's"], type: 'string' }, String.raw`'a' | 'it\'s'`],
    [{ type: 'string', const: 'true' }, "'true'"],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ anyOf: [{ enum: ['a', 'b'] }, { anyOf: [{ type: 'null' }, { enum: ['a'] }] }] }, "'a' | 'b' | null"],
    [{ type: 'array', items: { type: 'string' } }, 'readonly string[]'],
    [{ type: 'array', items: { type: ['string', 'null'] } }, 'readonly (string | null)[]'],
    [{ type: 'object', properties: {}, additionalProperties: false }, 'Readonly<Record<string, never>>'],
    [{ type: 'object', additionalProperties: {} }, 'Readonly<Record<string, unknown>>'],
    [{ type: ['object', 'null'], additionalProperties: { type: 'string' } }, 'Readonly<Record<string, string>> | null'],
    [
      { type: 'object', propertyNames: { enum: ['a', 'b'] }, additionalProperties: { type: 'number' } },
      "Partial<Readonly<Record<'a' | 'b', number>>>",
    ],
  ])('%j is %s', (schema, type) => {
    expect(typeOfSchema(schema)).toBe(type);
  });

  test('has its fields with what is said of them, and those that may be left out as such', () => {
    const properties = {
      size: { type: 'number', description: 'In bytes, not */ in lines.' },
      'by-name': { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
    };
    expect(typeOfSchema({ type: 'object', properties, required: ['by-name'] })).toBe(
      [
        '{',
        '  /** In bytes, not *\\/ in lines. */',
        '  readonly size?: number | undefined;',
        "  readonly 'by-name': {",
        '    readonly id: string;',
        '  };',
        '}',
      ].join('\n'),
    );
  });

  test('stands on lines of its own, one for each, where it is a union that is too long for one', () => {
    const long = ['a', 'b', 'c'].map((letter) => letter.repeat(30));
    expect(typeOfSchema({ enum: long }, '  ')).toBe(long.map((text) => `\n    | '${text}'`).join(''));
  });

  test.each([{ type: 'string', not: { const: 'a' } }, { allOf: [] }, { type: 'tuple' }, { $ref: '#/paths/a' }])(
    '%j is refused: its type would say less than it',
    (schema) => {
      expect(() => typeOfSchema(schema)).toThrow('No type is known');
    },
  );
});
