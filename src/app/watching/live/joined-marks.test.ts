import { expect, test } from 'vitest';
import { AS_TRACES } from '../../../core/joining/joining.ts';
import { STDERR, STDOUT } from '../../../core/lines/line-batch.ts';
import { joinedMarks } from './joined-marks.ts';

const PATTERNS = { whole: /^ERROR.*refused/s, first: /^ERROR/, line: /^Caused/ };

/** A log as a view brings it: the names of the rules that are told at each line. */
function told(...lines: readonly (readonly [stream: 'o' | 'e', text: string])[]): readonly string[] {
  const marks = joinedMarks(
    ({ bytes }) =>
      Object.entries(PATTERNS).flatMap(([name, pattern]) =>
        pattern.test(Buffer.from(bytes).toString()) ? [{ id: name, name }] : [],
      ),
    AS_TRACES,
  );
  return lines.map(([stream, text], n) => {
    const stamp = { seconds: 0, nanos: n };
    const line = { id: `${n}`, stamp, bytes: Buffer.from(text), truncated: false };
    return marks({ ...line, stream: stream === 'e' ? STDERR : STDOUT })
      .map(({ id }) => id)
      .join(' ');
  });
}

test('a rule is told at the line with which it matches, and once for all that are joined', () => {
  expect(told(['e', 'ERROR a'], ['o', 'calm'], ['e', '\tat refused'], ['e', '\tat b'], ['e', 'ERROR c'])).toEqual([
    ...['first', '', 'whole', '', 'first'],
  ]);
});

test('lines that are joined were taken out of what the first of them was', () => {
  const marks = joinedMarks(({ object }) => [{ id: 'rule', name: Buffer.from(object ?? '').toString() }], AS_TRACES);
  const said = ['a', ' in', 'b'].flatMap((text, n) => {
    const line = { id: `${n}`, stamp: { seconds: 0, nanos: n }, bytes: Buffer.from(text), truncated: false };
    return marks({ ...line, stream: STDOUT, object: Buffer.from(`{"n":${n}}`) }).map(({ name }) => name);
  });
  expect(said).toEqual(['{"n":0}', '{"n":2}']);
});

test('what matches a line that goes on with others by itself is not told', () => {
  expect(told(['e', 'a'], ['e', 'Caused by: b'], ['e', 'c'])).toEqual(['', '', '']);
  expect(told(['e', ' Caused'], ['o', 'Caused by: b'])).toEqual(['', 'line']);
});

test('of very many nothing is told any more', () => {
  const long = Array.from({ length: 20 }, () => ['e', `\t${'x'.repeat(8_000)}`] as const);
  expect(told(['e', 'ERROR'], ...long, ['e', ' refused'], ['e', 'ERROR']).filter((one) => one !== '')).toEqual([
    ...['first', 'first'],
  ]);
});

test('of many what is looked at stays a small multiple of what was written, and a match is told a little later at most', () => {
  let looked = 0;
  const marks = joinedMarks(({ bytes }) => {
    looked += bytes.length;
    return PATTERNS.whole.test(Buffer.from(bytes).toString()) ? [{ id: 'whole', name: 'whole' }] : [];
  }, AS_TRACES);
  const lines = ['ERROR', ...Array.from({ length: 450 }, (_, n) => `\t${n === 400 ? 'refused' : 'x'.repeat(130)}`)];
  const written = lines.join('\n').length;
  const toldAt = lines.flatMap((text, n) => {
    const line = { id: `${n}`, stamp: { seconds: 0, nanos: n }, bytes: Buffer.from(text), truncated: false };
    return marks({ ...line, stream: STDOUT }).map(() => n);
  });
  expect(looked).toBeLessThan(25 * written);
  expect(toldAt).toHaveLength(1);
  expect(toldAt[0]).toBeGreaterThan(400);
  expect(toldAt[0]).toBeLessThan(430);
});
