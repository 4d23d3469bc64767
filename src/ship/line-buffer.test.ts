import { describe, expect, test } from 'vitest';
import { collectGarbage } from '../../test/support/collect-garbage.ts';
import { LineBuffer } from './line-buffer.ts';

const line = (text: string) => ({ id: text, sequence: 1, text });
const ALL = { lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
const textsIn = (buffer: LineBuffer) => buffer.take(ALL).map(({ text }) => text);

describe('lines that wait', () => {
  test('lose the oldest at the bound of their number', () => {
    const buffer = new LineBuffer({ lines: 3, bytes: 1_000 });
    expect(['a', 'b', 'c', 'd', 'e'].map((text) => buffer.push(line(text), 0))).toEqual([0, 0, 0, 1, 1]);
    expect(textsIn(buffer)).toEqual(['c', 'd', 'e']);
  });

  test('lose as many of the oldest as a longer one needs, in bytes and not in characters, and each is counted', () => {
    const buffer = new LineBuffer({ lines: 100, bytes: 10 });
    for (const text of ['1', '2', '3', '4', '5']) buffer.push(line(text), 0);
    expect(buffer.push(line('ääää'), 0)).toBe(3);
    expect([buffer.lines, buffer.bytes]).toEqual([3, 10]);
    expect(textsIn(buffer)).toEqual(['4', '5', 'ääää']);
  });

  test('give way to a line that is longer than all of them may be, which is kept', () => {
    const buffer = new LineBuffer({ lines: 100, bytes: 10 });
    buffer.push(line('1'), 0);
    expect([buffer.push(line('x'.repeat(50)), 0), buffer.lines]).toEqual([1, 1]);
    expect([buffer.push(line('2'), 0), textsIn(buffer), buffer.bytes]).toEqual([1, ['2'], 0]);
  });

  test('are held alone, and nothing of those that went', async () => {
    const buffer = new LineBuffer({ lines: 50, bytes: 1_000_000 });
    const lines = Array.from({ length: 2_000 }, (_, n) => {
      const one = line(`${n}`);
      buffer.push(one, n);
      if (n % 7 === 0) buffer.take({ lines: 2, bytes: 1_000 });
      return new WeakRef(one);
    });
    await collectGarbage();
    const held = lines.filter((one) => one.deref() !== undefined).length;
    expect(held).toBeGreaterThanOrEqual(buffer.lines);
    // As many have gone, or some dozens, before those behind them are moved.
    expect(held).toBeLessThanOrEqual(2 * buffer.lines + 64);
  });

  test('stay in their order over many turns', () => {
    const buffer = new LineBuffer({ lines: 50, bytes: 1_000 });
    const gone: number[] = [];
    for (let n = 0; n < 1_000; n += 1) {
      gone.push(buffer.push(line(String(n)), n));
      if (n % 7 === 0) buffer.take({ lines: 2, bytes: 1_000 });
    }
    expect(buffer.oldestSince).toBe(950);
    expect(textsIn(buffer)).toEqual(Array.from({ length: 50 }, (_, n) => String(950 + n)));
    expect(Math.max(...gone)).toBe(1);
  });
});
