import { expect, test } from 'vitest';
import { type LineBatch, STDERR, STDOUT } from '../../../src/core/lines/line-batch.ts';
import type { Origin } from '../../../src/core/lines/origin.ts';
import { numberJudge } from './number-judge.ts';

const origin: Origin = {
  key: 'docker/1',
  source: 'docker:local',
  host: 'local',
  containerId: '1',
  containerName: 'one',
  image: 'image',
  labels: {},
  workload: { kind: 'container', name: 'one' },
};

function batchOf(lines: readonly (readonly [stream: number, text: string])[]): LineBatch {
  const text = lines.map(([, line]) => `${line}\n`).join('');
  const starts: number[] = [];
  let at = 0;
  for (const [, line] of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return {
    count: lines.length,
    bytes: Buffer.from(text),
    length: text.length,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(starts, (start, line) => start + (lines[line]?.[1].length ?? 0)),
    seconds: new Float64Array(lines.length).fill(7),
    nanos: new Int32Array(lines.length).fill(5),
    streams: Uint8Array.from(lines, ([stream]) => stream),
    hashes: new Uint32Array(lines.length * 2),
    ordinals: new Uint32Array(lines.length),
    marks: new Uint8Array(lines.length),
  };
}

/** As `wr` in writer.c writes it. */
const written = (number: number, length: number): string =>
  `${String(number).padStart(9, '0')} `
    .padEnd(length, '.')
    .replace(/\./g, (_, at) => String.fromCharCode(97 + ((number + at) % 26)));

test('numbers become runs, each stream for itself', () => {
  const batch = batchOf([0, 1, 2, 3, 5, 8].map((number) => [number % 2 ? STDERR : STDOUT, written(number, 30)]));
  expect(numberJudge.judge(origin, batch)).toEqual([
    { kind: 'run', stream: STDOUT, first: 0, step: 2, count: 2 },
    { kind: 'run', stream: STDOUT, first: 8, step: 1, count: 1 },
    { kind: 'run', stream: STDERR, first: 1, step: 2, count: 3 },
  ]);
});

test('a line with one other byte, cut short, or glued to the next is given as it is', () => {
  const glued = written(1, 30) + written(2, 30);
  const other = `${written(3, 29)}!`;
  const lines = numberJudge.judge(
    origin,
    batchOf([
      [STDOUT, glued],
      [STDOUT, other],
      [STDERR, '00000000'],
    ]),
  );
  expect(lines).toEqual(
    [
      [STDOUT, glued],
      [STDOUT, other],
      [STDERR, '00000000'],
    ].map(([stream, latin1]) => ({
      kind: 'line',
      stream,
      stamp: '7.000000005',
      latin1,
      truncated: false,
    })),
  );
});
