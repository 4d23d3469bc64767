import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashLine } from './line-hash.ts';

function hashOf(bytes: Uint8Array, from = 0, end = bytes.length) {
  const line = { bytes, from, end, hash1: 0, hash2: 0 };
  const hasNewline = hashLine(line);
  return { hash1: line.hash1, hash2: line.hash2, hasNewline };
}
const hashText = (text: string) => hashOf(Buffer.from(text));

describe('the hash of a line', () => {
  test('is that of its content alone, wherever it lies', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200, size: 'max' }), fc.nat(20), fc.nat(20), (content, before, behind) => {
        const around = new Uint8Array(before + content.length + behind).fill(0xaa);
        around.set(content, before);
        expect(hashOf(around, before, before + content.length)).toEqual(hashOf(content));
      }),
    );
  });

  test('is two unsigned words', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40, size: 'max' }), (content) => {
        const { hash1, hash2 } = hashOf(content);
        expect([hash1, hash2]).toEqual([...Uint32Array.of(hash1, hash2)]);
      }),
    );
  });

  test('is the same in every version: it is saved', () => {
    expect(hashText('')).toMatchObject({ hash1: 2632213741, hash2: 1070601698 });
    expect(hashText('short')).toMatchObject({ hash1: 2801760964, hash2: 1798629423 });
    expect(hashText('GET /api/items/17 200 in 12 ms')).toMatchObject({ hash1: 2025854196, hash2: 3527523426 });
  });

  test('tells a line from the same line with zeros behind it, at every length', () => {
    const seen = new Set(
      Array.from({ length: 100 }, (_, length) => Object.values(hashOf(new Uint8Array(length))).join()),
    );
    expect(seen.size).toBe(100);
  });

  test('changes about half of its bits with each bit of the content', () => {
    const content = Buffer.from('2026 level=info msg="request finished" path=/api/items/17 status=200');
    const { hash1, hash2 } = hashOf(content);
    for (let bit = 0; bit < content.length * 8; bit++) {
      const changed = Buffer.from(content);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const other = hashOf(changed);
      for (const difference of [hash1 ^ other.hash1, hash2 ^ other.hash2]) {
        expect(ones(difference)).toBeGreaterThanOrEqual(5);
        expect(ones(difference)).toBeLessThanOrEqual(27);
      }
    }
  });

  test.each([
    ['counted', (n: number) => `level=info msg="request finished" id=${n} status=200`],
    ['counted in hexadecimal', (n: number) => `${n.toString(16).padStart(16, '0')} connected`],
    ['of two numbers', (n: number) => `worker ${n % 641} took ${Math.floor(n / 641)} ms and went on as before`],
    ['of eight bytes and less', (n: number) => n.toString(36)],
    ['of bytes that differ in their highest bits', (n: number) => spread(n)],
  ])('has no more equal words among lines %s than chance gives, in either half', (_name, line) => {
    const lines = 50_000;
    const halves = [new Set<number>(), new Set<number>()] as const;
    for (let n = 0; n < lines; n++) {
      const { hash1, hash2 } = hashText(line(n));
      halves[0].add(hash1);
      halves[1].add(hash2);
    }
    // Chance makes 0.3 of 50,000 words equal to another, and 5 or more once in a hundred thousand times.
    expect(lines - halves[0].size).toBeLessThan(5);
    expect(lines - halves[1].size).toBeLessThan(5);
  });

  test('has two words that are not equal together, where one of them is', () => {
    const seconds = new Map<number, number>();
    const other: boolean[] = [];
    for (let n = 0; n < 200_000; n++) {
      const { hash1, hash2 } = hashText(`user ${n} logged in`);
      const before = seconds.get(hash1);
      if (before !== undefined) other.push(before !== hash2);
      seconds.set(hash1, hash2);
    }
    expect(other.length).toBeGreaterThan(0);
    expect(other).not.toContain(false);
  });
});

test('a line feed in the content is noticed wherever it is, and nothing else is taken for one', () => {
  const nearly = fc.constantFrom(0x09, 0x0a, 0x0b, 0x00, 0x0a ^ 0x80, 0x0a ^ 0xff, 0x01, 0x0d);
  fc.assert(
    fc.property(fc.array(nearly, { maxLength: 40, size: 'max' }), fc.nat(9), (content, from) => {
      const bytes = Uint8Array.from([...new Array(from).fill(0x0a), ...content, 0x0a, 0x0a]);
      expect(hashOf(bytes, from, from + content.length).hasNewline).toBe(content.includes(0x0a));
    }),
    { numRuns: 2000 },
  );
});

function ones(word: number): number {
  let count = 0;
  for (let rest = word >>> 0; rest > 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count;
}

/** Bits of the number, each in a byte of its own, two bytes apart from the highest bit of a word to the next. */
function spread(n: number): string {
  return Array.from({ length: 18 }, (_, bit) => `${bit % 4 === 0 ? 'abc' : ''}${(n >> bit) & 1 ? 'q' : '1'}`).join('');
}
