import { expect, test } from 'vitest';
import { FieldReader } from './field-reader.ts';
import { inLines } from './field-search.ts';

/** The lines that are looked into, one after the other. */
function lookedInto(lines: readonly string[], fields: readonly string[]): readonly number[] {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  let at = 0;
  const starts = Int32Array.from(lines, (line) => {
    const start = at;
    at += Buffer.byteLength(line) + 1;
    return start;
  });
  const search = inLines(
    { text, count: lines.length, starts },
    fields.map((field) => new FieldReader(field)),
  );
  const looked: number[] = [];
  for (let line = search.nextLine(0); Number.isFinite(line); line = search.nextLine(line + 1)) looked.push(line);
  return looked;
}

test('lines that name no field are passed over without a look, whatever they are', () => {
  const others = ['plain text', '{"msg":"calm"}', 'msg=calm', '{ not an object', ''];
  const lines = Array.from({ length: 1_000 }, (_, n) => others[n % others.length] ?? '');
  lines[300] = 'level=error';
  lines[700] = '{"err":{"message":"lost"}}';
  lines[999] = '{"l\\u0065vel":"error"}';
  expect(lookedInto(lines, ['level', 'err.message'])).toEqual([300, 700, 999]);
  expect(lookedInto(lines.slice(0, 300), ['level', 'err.message'])).toEqual([]);
});
