import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectsOf } from '../../core/lines/objects/line-objects.ts';
import { decodeLine } from '../text/utf8.ts';
import { FieldValues, readersOf } from './field-values.ts';

/** By line, its values in the order of the fields; undefined where it has none. */
function valuesOf(lines: readonly string[], ...fields: readonly string[]): (string | undefined)[][] {
  return valuesIn(lines, [], fields);
}

/** The same of lines that were taken out of objects. */
function valuesIn(
  lines: readonly string[],
  objects: readonly (string | undefined)[],
  fields: readonly string[],
): (string | undefined)[][] {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const starts = Int32Array.from(lines, (_, at) => Buffer.byteLength(lines.slice(0, at).join('\n')) + (at > 0 ? 1 : 0));
  const found = lines.map(() => fields.map((): string | undefined => undefined));
  const values = new FieldValues();
  const read = fields.map((field) => ({ ...readersOf(field), isAsked: [true] }));
  const given = objectsOf(lines.map((_, at) => (objects[at] === undefined ? undefined : Buffer.from(objects[at]))))?.();
  // What stands behind the last object is none of them.
  const own = given && { ...given, bytes: Buffer.concat([given.bytes, Buffer.from('{"a":9}\n')]) };
  values.read({ text, count: lines.length, starts, kinds: new Uint8Array(lines.length), objects: own }, read);
  for (let value = 0; value < values.count; value++) {
    const row = found[values.lines[value] ?? 0] ?? [];
    row[values.fields[value] ?? 0] = decodeLine(values.bytes.subarray(values.starts[value], values.ends[value]));
  }
  return found;
}

const fieldOf = (line: string, field = 'level'): string | undefined => valuesOf([line], field)[0]?.[0];

describe('a line of JSON', () => {
  test.each([
    ['{"level":"error"}', 'error'],
    [' { "a" : [1,{"level":2}] , "level" : "warn" } ', 'warn'],
    ['{"level":"a\\"b\\\\c\\/d\\te\\u00e9\\ud83d\\ude00\\ud800"}', 'a"b\\c/d\te\u00e9\u{1f600}\ufffd'],
    ['{"level":"a\\nb\\u000ac"}', 'a\nb\nc'],
    ['{"l\\u0065vel":"error"}', 'error'],
    ['{"level":50}', '50'],
    ['{"level":-1.50e+3}', '-1.50e+3'],
    ['{"level":null}', 'null'],
    ['{"level":{"a": [true]}}', '{"a": [true]}'],
    ['{"level":""}', ''],
    ['{"level":"info","level":"error"}', 'error'],
    ['{"a":{"level":"error"}}', undefined],
    ['{"levels":"error"}', undefined],
    ['{}', undefined],
  ])('%s has the value %s', (line, value) => {
    expect(fieldOf(line)).toBe(value);
  });

  test.each([
    '{"level":"error"',
    '{"level":"error"} x',
    '{"level":"error",}',
    '{"level":"error" "a":1}',
    '{"level":"err\\or"}',
    '{"level":"\\u12"}',
    '{"level":01}',
    '{"level":+1}',
    '{"level":tru}',
    '{"level":}',
    '{level:"error"}',
    '["level"]',
    '{"level":"a","b":[1,]}',
    `{"level":"a","b":${'['.repeat(100)}${']'.repeat(100)}}`,
  ])('%s is none, and has no field', (line) => {
    expect(fieldOf(line)).toBeUndefined();
  });

  test('has a field of an object in it by its path, and one whose name has the dot by its name, which counts', () => {
    expect(fieldOf('{"err":{"message":"lost"}}', 'err.message')).toBe('lost');
    expect(fieldOf('{"err.message":"lost"}', 'err.message')).toBe('lost');
    expect(fieldOf('{"err.message":"name","err":{"message":"path"}}', 'err.message')).toBe('name');
    expect(fieldOf('{"a":{"b.c":1,"b":{"c":2}}}', 'a.b.c')).toBe('1');
    expect(fieldOf('{"a.b":{"c":1}}', 'a.b.c')).toBe('1');
    expect(fieldOf('{"err":"lost"}', 'err.message')).toBeUndefined();
    expect(fieldOf('{"err":{"message":"lost"},"err":{}}', 'err.message')).toBeUndefined();
  });

  test('has a field whose name is written with any escapes', () => {
    expect(fieldOf('{"a\\/b":1}', 'a/b')).toBe('1');
    expect(fieldOf('{"a\\"b":1}', 'a"b')).toBe('1');
    expect(fieldOf('{"a\\\\b":1}', 'a\\b')).toBe('1');
    expect(fieldOf('{"\\u0061":{"b":1}}', 'a.b')).toBe('1');
  });

  test('is what JSON.parse says it is, whatever stands in it', () => {
    const key = fc.constantFrom('level', 'err', 'message', 'err.message', 'a');
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(fc.string({ unit: 'binary' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4 }),
      ),
    }));
    const damage = fc.option(fc.tuple(fc.nat(200), fc.constantFrom('', '"', '{', '}', ',', '\\', ' ', 'x')), {
      freq: 2,
    });
    fc.assert(
      fc.property(fc.dictionary(key, json, { maxKeys: 4 }), damage, (object, damaged) => {
        const written = JSON.stringify(object);
        const at = damaged ? damaged[0] % written.length : 0;
        const line = (damaged ? written.slice(0, at) + damaged[1] + written.slice(at + 1) : written).toWellFormed();
        if (line[0] !== '{') return;
        const [found, expected] = [fieldOf(line, 'err.message'), expectedOf(line)];
        if (typeof expected === 'string' || expected === undefined) expect(found).toBe(expected);
        else expect(JSON.parse(found ?? '')).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

/** By the language's own reading of JSON. */
function expectedOf(line: string): unknown {
  let object: Readonly<Record<string, unknown>>;
  try {
    object = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { err } = object;
  const inner =
    typeof err === 'object' && err !== null && !Array.isArray(err) ? (err as typeof object).message : undefined;
  const value = 'err.message' in object ? object['err.message'] : inner;
  return typeof value === 'string' ? value.toWellFormed() : value;
}

describe('a line of logfmt', () => {
  test.each([
    ['level=error', 'error'],
    ['at=1 level=error msg="it is lost"', 'error'],
    ['2026-01-01 12:00 started level=warn', 'warn'],
    ['level="a \\"b\\" \\n c"', 'a "b" \n c'],
    ['level=', ''],
    ['level="" a=1', ''],
    ['level=a level=b', 'b'],
    ['level=a=b', 'a=b'],
    ['level=a levels=b leve=c', 'a'],
    ['msg="level=error" x=1', undefined],
    ['"level=error" x=1', undefined],
    ['level=a msg="never closed', undefined],
    ['loglevel=error', undefined],
    ['level', undefined],
    ['level = error', undefined],
    ['', undefined],
  ])('%s has the value %s', (line, value) => {
    expect(fieldOf(line)).toBe(value);
  });

  test('has a key with dots as it is written', () => {
    expect(fieldOf('err.message="not found" err=x', 'err.message')).toBe('not found');
  });
});

test('values come by their lines and then by their fields, each found wherever the others are', () => {
  const lines = ['plain', '{"a":1,"b":2}', 'b=3', '', 'plain', 'b=7', '{"b":"x"}', 'a=4 b=5', '{"\\u0061":6}'];
  expect(valuesOf(lines, 'b', 'a')).toEqual(
    [[], ['2', '1'], ['3'], [], [], ['7'], ['x'], ['5', '4'], [undefined, '6']].map((row) =>
      Object.assign([undefined, undefined], row),
    ),
  );
});

describe('a line that was taken out of an object', () => {
  const rows: readonly (readonly [
    line: string,
    object: string | undefined,
    values: readonly (string | undefined)[],
  ])[] = [
    ['lost', '{"msg":"lost","a":1,"b":"x\\n"}', ['1', 'x\n']],
    ['a=2 b=3', '{"msg":"a=2 b=3","a":1}', ['1', '3']],
    ['{"a":4}', '{"msg":"{\\"a\\":4}","b":null}', ['4', 'null']],
    ['plain', undefined, [undefined, undefined]],
    ['a=5 plain', undefined, ['5', undefined]],
    ['', '{"msg":"","b":{"a":6}}', [undefined, '{"a":6}']],
    ['a="', '{"msg":"a=\\"", "\\u0061":7}', ['7', undefined]],
    ['a=8', '{"msg":"a=8"', ['8', undefined]],
  ];

  test('has the fields of that, and behind them its own', () => {
    const [lines, objects] = [rows.map(([line]) => line), rows.map(([, object]) => object)];
    expect(valuesIn(lines, objects, ['a', 'b'])).toEqual(rows.map(([, , values]) => values));
  });

  test.each(rows)('has the same by itself: %s', (line, object, values) => {
    expect(valuesIn([line], [object], ['a', 'b'])).toEqual([values]);
  });
});

test('a thousand values find room', () => {
  const lines = Array.from({ length: 1000 }, (_, at) => `{"level":"${at} ${'x'.repeat(at)}"}`);
  expect(valuesOf(lines, 'level').map(([value]) => value)).toEqual(lines.map((line) => JSON.parse(line).level));
});

test('a field is read of those kinds of lines that it is asked of', () => {
  const values = new FieldValues();
  const text = Buffer.from('level=a\nlevel=b\n');
  const lines = { text, count: 2, starts: Int32Array.of(0, 8), kinds: Uint8Array.of(1, 2) };
  values.read(lines, [{ ...readersOf('level'), isAsked: [false, false, true] }]);
  expect([values.count, values.lines[0], values.bytes[0]]).toEqual([1, 1, 0x62]);
});
