import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinedTexts } from '../../../test/support/joined-texts.ts';
import { at, lineBatch, type SampleLine } from '../../../test/support/line-batch.ts';
import { type LineBatch, STDERR, STDOUT } from '../lines/line-batch.ts';
import { objectOf } from '../lines/objects/line-objects.ts';
import { withLineFeeds } from '../text/inner-newline.ts';
import { AS_TRACES } from './joining.ts';
import { LineJoiner, MOST_BYTES, MOST_LINES } from './line-joiner.ts';

const line = (text: string, ms = 0, stream: SampleLine['stream'] = STDOUT): SampleLine => ({
  text,
  at: at(ms),
  stream,
});
const whole = (...lines: SampleLine[]): string[] => {
  const joiner = new LineJoiner();
  return [...joinedTexts(joiner.take(lineBatch(lines))), ...joinedTexts(joiner.close())];
};

/** With all that a line is besides its text. */
const told = (batch: LineBatch): unknown[] =>
  joinedTexts(batch).map((text, i) => [
    ...[text, batch.streams[i], batch.seconds[i], batch.nanos[i], batch.hashes[2 * i], batch.hashes[2 * i + 1]],
    ...[batch.ordinals[i], batch.marks[i], objectOf(batch, i)?.toString()],
  ]);

const anyLine = fc.record({
  text: fc.constantFrom(
    'a',
    'b',
    '',
    ' in',
    '\tat x',
    'Traceback (most recent call last):',
    'E: x',
    'panic: p',
    'f()',
    '}',
    'é',
    '/a.js:1',
    '^',
    "a.rb:1:in 'x': no (E)",
    'a/b.Take',
    '#0 {main}',
    ' at x<---',
    'Node.js v24',
    'goroutine 1 [running]:',
  ),
  at: fc.nat(1500).map(at),
  stream: fc.constantFrom(STDOUT, STDERR),
  object: fc.constantFrom(undefined, '{}', '{"é":1}'),
});

test('lines are joined the same however they come, and from wherever they go on', () => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 40 }),
      fc.array(fc.tuple(fc.nat(40), fc.boolean()), { maxLength: 8 }),
      (lines, cuts) => {
        const once = new LineJoiner();
        const expected = [...told(once.take(lineBatch(lines))), ...told(once.close())];
        let [joiner, from] = [new LineJoiner(), 0];
        const got: unknown[] = [];
        for (const [to, isRestart] of [...cuts].sort(([one], [other]) => one - other)) {
          got.push(...told(joiner.take(lineBatch(lines.slice(from, to)))));
          from = Math.max(from, to);
          if (isRestart) joiner = new LineJoiner(AS_TRACES, JSON.parse(JSON.stringify(joiner.saved)));
        }
        got.push(...told(joiner.take(lineBatch(lines.slice(from)))), ...told(joiner.close()));
        expect(got).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test('a joined line has the identity and the time of its first', () => {
  const joiner = new LineJoiner();
  const batch = lineBatch([line('one', 5), line(' two', 6)]);
  joiner.take(batch);
  const [only] = told(joiner.close());
  expect(only).toEqual(['one\n two', ...(told(lineBatch([line('one', 5)]))[0] as unknown[]).slice(1)]);
});

test('a joined line was taken out of what its first was, also over a restart, and one that was taken out of nothing has none', () => {
  const lines = [
    { ...line('a'), object: '{"n":1}' },
    { ...line(' in'), object: '{"n":2}' },
    line('b'),
    { ...line(' in'), object: '{"n":3}' },
    { ...line('c'), object: '{"n":4}' },
  ];
  const objects = (batch: LineBatch) => joinedTexts(batch).map((_, i) => objectOf(batch, i)?.toString());
  const joiner = new LineJoiner();
  expect(objects(joiner.take(lineBatch(lines)))).toEqual(['{"n":1}', undefined]);
  const next = new LineJoiner(AS_TRACES, JSON.parse(JSON.stringify(joiner.saved)));
  expect(objects(next.take(lineBatch([line('d')])))).toEqual(['{"n":4}']);
  expect(next.close().objects).toBeUndefined();
});

test('joined lines reach as far as their newest, and are counted as many, also over a restart', () => {
  const joiner = new LineJoiner();
  joiner.take(lineBatch([line('one', 5), line(' two', 700), line(' three', 6)]));
  const { joined, count } = new LineJoiner(AS_TRACES, JSON.parse(JSON.stringify(joiner.saved))).close();
  expect([count, joined.lines, joined.nanos[0]]).toEqual([1, 3, 700e6]);
});

test('the second of lines that have the time of their reading counts on where nobody read for a while', () => {
  const read = (...lines: SampleLine[]): LineBatch => ({ ...lineBatch(lines), isTimedOnArrival: true });
  const before = new LineJoiner();
  before.take(read(line('x'), line(' y', 10)));
  const after = new LineJoiner(AS_TRACES, JSON.parse(JSON.stringify(before.saved)));
  after.take(read(line(' z', 5000)));
  expect(joinedTexts(after.take(read(line(' later', 6001))))).toEqual(['x\n y\n z']);
});

test('lines of the other stream do not come between those of a trace', () => {
  const lines = [line('E', 0, STDERR), line('out'), line(' at x', 1, STDERR), line('out', 2)];
  expect(whole(...lines).sort()).toEqual(['E\n at x', 'out', 'out']);
});

test('a line of the other stream that is later than a group may last comes behind it', () => {
  const lines = [
    line('E', 0, STDERR),
    line('o', 1000),
    line(' at x', 1000, STDERR),
    line('p', 1001),
    line(' q', 1002, STDERR),
  ];
  expect(whole(...lines)).toEqual(['E\n at x', 'o', 'p', ' q']);
});

test('a group is closed when it has many lines, or bytes, or takes long by their time', () => {
  expect([MOST_LINES, MOST_BYTES]).toEqual([500, 2 ** 20]);
  const many = Array.from({ length: MOST_LINES + 1 }, (_, n) => line(n === 0 ? 'x' : ' y'));
  expect(whole(...many)).toEqual([`x${'\n y'.repeat(MOST_LINES - 1)}`, ' y']);
  const long = ` ${'y'.repeat(MOST_BYTES - 3)}`;
  expect(whole(line('x'), line(long), line(' z'))).toEqual([`x\n${long}`, ' z']);
  expect(whole(line('x'), line(long), line('z')).length).toBe(2);
  expect(whole(line('x'), line(' y', 1000), line(' z', 1001))).toEqual(['x\n y', ' z']);
  expect(whole(line('x', 5000), line(' y', 1000))).toEqual(['x', ' y']);
});

test('the byte that stands for a line feed within a line is no such where a log has it itself', () => {
  const batch = lineBatch([line('x?y'), line(' z')]);
  const bytes = batch.bytes.map((byte) => (byte === 0x3f ? 0xff : byte));
  const joiner = new LineJoiner();
  joiner.take({ ...batch, bytes });
  expect(joinedTexts(joiner.close())).toEqual(['x\ufffdy\n z']);
});

test('open lines are put together once, however often somebody looks, and go on', () => {
  const joiner = new LineJoiner(AS_TRACES);
  joiner.take(lineBatch([line('a'), line(' b')]));
  const open = joiner.openOn(STDOUT);
  expect([open?.lines, open?.bytes]).toEqual([2, 4]);
  expect(open?.text()).toBe(joiner.openOn(STDOUT)?.text());
  joiner.take(lineBatch([line(' c')]));
  expect(Buffer.from(withLineFeeds(joiner.openOn(STDOUT)?.text() ?? Buffer.of())).toString()).toBe('a\n b\n c');
  expect(joinedTexts(joiner.close())).toEqual(['a\n b\n c']);
});
