import { expect, test } from 'vitest';
import type { RawLine } from '../lines/raw-line.ts';
import { isLine, lineIdText, parseLineId } from './line-id.ts';

const LINE: RawLine = {
  ...{ bytes: new Uint8Array(0), from: 0, end: 0, truncated: false },
  ...{ seconds: 1_790_000_000, nanos: 42, stream: 2, hash1: 0xffffffff, hash2: 0 },
};

test('the id of a line is read back as that line and no other', () => {
  for (const nth of [0, 1, 7_000]) {
    const id = parseLineId(lineIdText(LINE, nth));
    expect(id).toEqual({ stamp: { seconds: 1_790_000_000, nanos: 42 }, stream: 2, hash1: 0xffffffff, hash2: 0, nth });
    if (id === undefined) throw new Error('It was read.');
    expect(isLine(LINE, nth, id)).toBe(true);
    const others = [{ seconds: 1 }, { nanos: 43 }, { stream: 1 }, { hash1: 1 }, { hash2: 1 }] as const;
    for (const change of others) expect(isLine({ ...LINE, ...change }, nth, id)).toBe(false);
    expect(isLine(LINE, nth + 1, id)).toBe(false);
  }
});

test('what no line is called is no id', () => {
  const right = '1790000000.000000042-2-ffffffff-0';
  expect(parseLineId(right)).toBeDefined();
  for (const text of [
    '',
    '7',
    `${right}-0`,
    `${right}-x`,
    ` ${right}`,
    `${right}\n`,
    '1-2-3-4',
    `${'9'.repeat(40)}-1-a-b`,
  ])
    expect(parseLineId(text), text).toBeUndefined();
  expect(parseLineId(right.replace('-2-', '-3-'))).toBeUndefined();
});
