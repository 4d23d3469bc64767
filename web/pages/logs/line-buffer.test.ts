import { describe, expect, test } from 'vitest';
import { asText, type Entry, LineBuffer, MOST_ENTRIES } from './line-buffer.ts';

function line(n: number, container = 'web'): Entry {
  const at = new Date(1_700_000_000_000 + n).toISOString();
  return { key: `${container} ${n}`, container, stream: 'stdout', at, text: `line ${n}`, truncated: false, rules: [] };
}

const texts = (buffer: LineBuffer) =>
  buffer.state.value.entries.map((entry) => ('text' in entry ? entry.text : entry.remark));

describe('the lines of a page', () => {
  test('stand one behind the other, in the order in which they came', () => {
    const buffer = new LineBuffer();
    buffer.take([line(1), line(3)]);
    buffer.take([line(4, 'db'), line(6), line(5, 'db')]);
    expect(texts(buffer)).toEqual(['line 1', 'line 3', 'line 4', 'line 6', 'line 5']);
  });

  test('wait while the view stands still, and are counted', () => {
    const buffer = new LineBuffer();
    buffer.take([line(1)]);
    buffer.pause(true);
    buffer.take([line(2)]);
    buffer.take([line(3)]);
    expect([texts(buffer), buffer.state.value.waiting]).toEqual([['line 1'], 2]);
    buffer.pause(false);
    expect([texts(buffer), buffer.state.value.waiting]).toEqual([['line 1', 'line 2', 'line 3'], 0]);
  });

  test('are bounded, and it is said how many made room', () => {
    const buffer = new LineBuffer();
    for (let n = 0; n < MOST_ENTRIES + 50; n += 10) buffer.take(Array.from({ length: 10 }, (_, at) => line(n + at)));
    expect(buffer.state.value.entries).toHaveLength(MOST_ENTRIES);
    expect([texts(buffer).at(-1), buffer.state.value.dropped]).toEqual([`line ${MOST_ENTRIES + 49}`, 50]);
    buffer.pause(true);
    buffer.take(Array.from({ length: MOST_ENTRIES + 7 }, (_, at) => line(10_000 + at)));
    buffer.pause(false);
    expect(buffer.state.value.entries).toHaveLength(MOST_ENTRIES);
    expect(buffer.state.value.dropped).toBe(50 + MOST_ENTRIES + 7);
  });

  test('stand there once, also when a view that was begun anew brings them again', () => {
    const buffer = new LineBuffer();
    buffer.take([line(1), line(2)]);
    buffer.take([line(1), line(2), line(3)]);
    buffer.pause(true);
    buffer.take([line(4)]);
    buffer.take([line(3), line(4), line(5)]);
    expect(buffer.state.value.waiting).toBe(2);
    buffer.pause(false);
    expect(texts(buffer)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
  });

  test('are gone when they are cleared', () => {
    const buffer = new LineBuffer();
    buffer.take([line(1)]);
    buffer.clear();
    expect(buffer.state.value).toEqual({ entries: [], waiting: 0, dropped: 0 });
  });

  test('are taken away as text, with what was said between them', () => {
    const remark = { key: 'r', container: 'web', at: '2023-11-14T22:13:20.001Z', remark: 'lines are missing here' };
    const hostile = { ...line(2), text: '\u001b[31mred\u001b[0m \u001b]0;title\u0007\rhidden' };
    expect(asText([line(1), remark], 'Asia/Tokyo')).toBe(
      '2023-11-15T07:13:20.001+09:00 web stdout line 1\n# 2023-11-15T07:13:20.001+09:00 lines are missing here\n',
    );
    expect(asText([line(1), hostile, remark], 'UTC')).toBe(
      '2023-11-14T22:13:20.001Z web stdout line 1\n2023-11-14T22:13:20.002Z web stdout red <000D>hidden\n# 2023-11-14T22:13:20.001Z lines are missing here\n',
    );
  });
});
