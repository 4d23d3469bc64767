import { expect, test } from 'vitest';
import { givenTable, givenValues } from './given-rows.ts';

const TABLE = { name: 'given', columns: { id: 'bigint', text: 'text' } } as const;

test.each(['sqlite', 'postgres'] as const)(
  'a row of %s in which a name is missing is refused, and not stored as NULL',
  (kind) => {
    // As it comes where a type was asserted: the compiler refuses it everywhere else.
    const rows = [{ id: 1, text: null }, { id: 2 }] as unknown as { readonly id: number; readonly text: string }[];
    expect(() => givenValues(kind, TABLE, rows.slice(0, 1))).not.toThrow();
    expect(() => givenValues(kind, TABLE, rows)).toThrow('A statement was given no value for "text".');
  },
);

test('a statement that is built without the rows of its table is refused, and does not take them for none', () => {
  // @ts-expect-error Nor does it compile.
  expect(() => givenTable('sqlite', TABLE, {})).toThrow('A statement was given no value for "rows of given".');
  // @ts-expect-error One of two columns.
  expect(() => givenTable('postgres', TABLE, { 'rows of given.id': Buffer.of() })).toThrow('"rows of given.text"');
});
