import { expect, test } from 'vitest';
import { at, lineBatch, NEW_YEAR } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { sampleDefinition } from '../../../test/support/rule-samples.ts';
import { compileRule } from '../../match/compile-rule.ts';
import { Backtest } from '../../rules/backtest/backtest.ts';
import type { ReadContainer } from './backtest-run.ts';
import { shownBacktest } from './shown-backtest.ts';

const START_MS = NEW_YEAR.seconds * 1_000;
const SPAN = { from: START_MS, to: START_MS + 3_600_000 };
const LINES = 2_000;

/** Of every ten lines, each as long as is kept and twice as long in JSON, one becomes an event. */
function largest(): Backtest {
  const compiled = compileRule({ pattern: '"' });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const definition = sampleDefinition({ pattern: '"', cooldownSeconds: 10 });
  const rules = [{ definition, compiled: compiled.rule }];
  const limit = { perMinute: 0, burst: 0 };
  const tried = new Backtest({ rules, span: SPAN, limit, clock: { now: () => SPAN.to }, mostLines: 100 });
  const origin = tried.open(sampleOrigin('web'));
  for (let n = 0; n < LINES; n++)
    origin.lines(lineBatch([{ text: `${n} ${'"'.repeat(4_096)}`.slice(0, 4_096), at: at(n * 1_000) }]));
  return tried;
}

function read(n: number): ReadContainer {
  // Only this is shown of it.
  const container = { id: `c${n}`.repeat(20), name: `web-${n}`, workload: { id: 'w' } } as ReadContainer['container'];
  const how =
    n % 1_000 === 0 ? ({ state: 'failed', why: 'Nobody can.' } as const) : ({ state: 'read', why: undefined } as const);
  return { container, ...how, lines: 1, bytes: 1, firstLineAt: at(0), lastLineAt: at(0) };
}

test('the result of a back-test is never larger than a stream may hold, and says what it leaves out', () => {
  const result = { test: largest(), containers: Array.from({ length: 10_000 }, (_, n) => read(n)) };
  const shown = shownBacktest({ result, span: SPAN, marks: new Map() });
  expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThan(1 << 20);
  for (const isEvent of [true, false]) {
    const own = shown.lines.filter(({ decision }) => (decision === 'admitted') === isEvent);
    expect(own.length).toBeGreaterThan(20);
    // They are the newest, in the order of their times.
    const all = Array.from({ length: LINES }, (_, n) => n).filter((n) => (n % 10 === 0) === isEvent);
    expect(own.map(({ text }) => Number(text.split(' ')[0]))).toEqual(all.slice(-own.length));
  }
  expect(shown.lines.length + shown.lines_left_out).toBe(LINES);
  expect(shown.containers.length + shown.containers_left_out).toBe(10_000);
  expect(shown.containers.filter(({ state }) => state === 'failed')).toHaveLength(10);
  expect(shown.containers[9]?.state).toBe('failed');
  expect(shown).toMatchObject({ complete: false, lines_read: 10_000 });
});
