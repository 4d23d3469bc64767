// Spans that begin within joined lines: what was begun before is none of theirs, as the tails told it before.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { at, NEW_YEAR } from '../../../../test/support/line-batch.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ModelEngine } from '../../../../test/support/model-engine.ts';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { millisecondsOf } from '../../../core/lines/stamp.ts';
import { Histories, type HistoriesParts } from './histories.ts';
import type { HistorySpan } from './history-read.ts';

const LINES: readonly (readonly [number, string])[] = [
  [39_000, 'INFO calm'],
  [39_600, 'ERROR no pool'],
  [39_900, '\tat take'],
  // The span begins here.
  [40_100, '\tat serve'],
  [40_200, 'Caused by: refused'],
  [41_000, 'WARN slow'],
  [41_100, '\tat wait'],
  [41_500, 'INFO calm again'],
];
const NOW_MS = 100_000;
const OF_SPAN = ['WARN slow\n\tat wait', 'INFO calm again'];

type Container = Parameters<Histories['read']>[0];
// Only these parts of a container are looked at.
const container = (kind: 'container' | 'file', name: string) =>
  ({
    ...{ id: 'web', host: 'nas', name, state: 'following', workload: { kind } },
    ...{ joins_lines: true, join_start: null },
  }) as Container;

interface OfFile {
  readonly lines: typeof LINES;
  readonly format: 'docker-json' | 'ndjson';
}

const OF_DOCKER: OfFile = { lines: LINES, format: 'docker-json' };

function ofEngine(clock: ManualClock): HistoriesParts {
  const client = new ModelEngine({ sinceOnce: false });
  for (const [ms, text] of LINES) client.write({ stream: 1, stamp: at(ms), text: `${text}\n` });
  client.time = at(NOW_MS);
  const engine = { name: 'nas', client, source: { status: () => ({ traits: undefined }) } };
  // Only these parts of an engine are used.
  const engines = [{ engine, isOurs: false }] as unknown as HistoriesParts['engines'];
  return { engines, clock, coverage: { containers: async () => [] } };
}

function ofFile(clock: ManualClock, log: string, { lines, format } = OF_DOCKER): HistoriesParts {
  const moment = (ms: number): string => new Date(millisecondsOf(at(ms))).toISOString();
  writeFileSync(
    log,
    lines.map(([ms, text]) => `${JSON.stringify({ log: `${text}\n`, stream: 'stdout', time: moment(ms) })}\n`).join(''),
  );
  const watched = [{ pattern: log, format, message: 'log', joinsLines: true }];
  const files = { machine: 'nas', watched, dialectOf: () => undefined };
  return { engines: [], files, clock, coverage: { containers: async () => [] } };
}

test.each(['container', 'file'] as const)(
  'of a %s whose lines are joined, a span has what begins in it, and counts no other lines',
  async (kind) => {
    const clock = new ManualClock(millisecondsOf(NEW_YEAR) + NOW_MS);
    const log = path.join(temporaryDirectory(), 'app.log');
    const histories = new Histories(kind === 'file' ? ofFile(clock, log) : ofEngine(clock));
    const [texts, counts]: [string[], number[]] = [[], []];
    const lines = (batch: LineBatch): void => {
      texts.push(...textsOf(batch));
      counts.push(batch.joined?.lines ?? 0);
    };
    const span: HistorySpan = { since: at(40_000), streams: BOTH_STREAMS };
    const ending = new AbortController();
    const read = await histories.read(container(kind, log), span, { taker: { lines }, signal: ending.signal });
    expect(read).toEqual({ how: 'complete' });
    expect(texts).toEqual(OF_SPAN);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  },
);

test('a message of several lines is one line of the log that is read, also where lines are joined', async () => {
  const clock = new ManualClock(millisecondsOf(NEW_YEAR) + NOW_MS);
  const log = path.join(temporaryDirectory(), 'app.log');
  const lines = [...LINES, [42_000, 'ERROR\nno pool'], [42_100, '\tat take\n\tat serve']] as const;
  const histories = new Histories(ofFile(clock, log, { lines, format: 'ndjson' }));
  const [texts, counts]: [string[], number[]] = [[], []];
  const taker = {
    lines: (batch: LineBatch): void => {
      texts.push(...textsOf(batch));
      counts.push(batch.joined?.lines ?? 0);
    },
  };
  const span: HistorySpan = { since: at(40_000), streams: BOTH_STREAMS };
  await histories.read(container('file', log), span, { taker, signal: new AbortController().signal });
  expect(texts).toEqual([...OF_SPAN, 'ERROR\nno pool\n\tat take\n\tat serve']);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
});

const textsOf = ({ count, bytes, starts, ends }: LineBatch): readonly string[] =>
  Array.from({ length: count }, (_, line) =>
    Buffer.from(bytes.subarray(starts[line], ends[line])).toString('latin1').replaceAll('\xff', '\n'),
  );
