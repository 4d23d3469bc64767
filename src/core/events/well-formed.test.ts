import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from './new-event.ts';
import { wellFormedFields } from './well-formed.ts';

const HALF = '\ud83d';

test('halves of characters become the sign for what cannot be shown, at any depth and in names', () => {
  expect(wellFormedFields({ a: `x${HALF}`, [`b${HALF}`]: [{ c: [`${HALF}y`, 1, null, true] }], d: '😀' })).toEqual({
    a: 'x\ufffd',
    'b\ufffd': [{ c: ['\ufffdy', 1, null, true] }],
    d: '😀',
  });
});

test('what has none stays the very same object', () => {
  const fields = { a: 'x', b: [{ c: '😀' }] };
  expect(wellFormedFields(fields)).toBe(fields);
});

test('whatever the value is, its JSON holds no half of a character', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), (given) => {
      const fields: Readonly<Record<string, JsonValue>> = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          `${name}${HALF}`,
          [`${HALF}${name}`, JSON.parse(JSON.stringify(value))],
        ]),
      );
      expect(JSON.stringify(wellFormedFields(fields))).not.toMatch(/\\ud[89a-f]/i);
    }),
  );
});
