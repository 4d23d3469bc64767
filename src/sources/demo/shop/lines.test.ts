import { describe, expect, test } from 'vitest';
import { lastEndUntil } from '../plot/story.ts';
import { linesIn } from './lines.ts';
import { demoContainers } from './shop-containers.ts';

const BEGINS = 1_790_000_000;
const containers = demoContainers({ seed: 7, begins: BEGINS });
/** Two rounds of the story, and some of what was before it. */
const SECONDS = Array.from({ length: 240 }, (_, n) => BEGINS - 60 + n);

describe('what is invented', () => {
  test('is the same however often and in whatever order it is asked for, and other for another seed', () => {
    const told = (seconds: readonly number[], seed = 7) =>
      new Map(
        seconds.map((second) => [
          second,
          demoContainers({ seed, begins: BEGINS }).map((container) => linesIn(second, container)),
        ]),
      );
    const forwards = told(SECONDS);
    expect(told(SECONDS.toReversed())).toEqual(forwards);
    expect(told(SECONDS, 8)).not.toEqual(forwards);
  });

  test.each(containers.map((container) => [container.name, container] as const))(
    'has lines of %s in order, no two at the same time, and none that is torn',
    (_, container) => {
      const lines = SECONDS.flatMap((second) => linesIn(second, container));
      const times = lines.map(({ seconds, nanos }) => seconds * 1e9 + nanos);
      expect(lines.length).toBeGreaterThan(10);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const second of SECONDS) {
        const nanos = linesIn(second, container).map((line) => line.nanos);
        expect(new Set(nanos).size).toBe(nanos.length);
        for (const one of nanos) expect(one).toBeLessThan(1e9);
      }
      expect(lines.filter(({ text }) => text.includes('\n') || text === '')).toEqual([]);
    },
  );

  test('tells its time in its lines as its program would', () => {
    const of = (service: string) =>
      SECONDS.flatMap((second) =>
        containers.filter(({ name }) => name.includes(service)).flatMap((one) => linesIn(second, one)),
      ).map(({ text }) => text);
    expect(of('web')[0]).toMatch(/^\d+\.\d+\.\d+\.\d+ - - \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET /);
    expect(of('database')[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC \[\d+\] [A-Z]+: {2}/);
    expect(of('shop').some((text) => /^\tat .+\(\w+\.java:\d+\)$/.test(text))).toBe(true);
    for (const text of of('payments')) expect(JSON.parse(text)).toHaveProperty('level');
  });

  test('has the worker silent while it does not run', () => {
    const worker = containers.find(({ ends }) => ends);
    if (worker === undefined) throw new Error('One ends.');
    const silent = SECONDS.filter((second) => {
      const { second: end, backAt } = lastEndUntil(second - BEGINS);
      return second - BEGINS > end && second - BEGINS < backAt;
    });
    expect(silent.length).toBeGreaterThan(4);
    for (const second of silent) expect(linesIn(second, worker)).toEqual([]);
  });
});
