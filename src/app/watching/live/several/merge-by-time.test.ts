import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeByTime } from './merge-by-time.ts';

interface Named {
  readonly name: string;
  readonly stamp?: { readonly seconds: number; readonly nanos: number };
}

const at = (name: string, seconds: number): Named => ({ name, stamp: { seconds, nanos: 0 } });
const names = (queues: readonly (readonly Named[])[]): string =>
  mergeByTime(queues)
    .map(({ name }) => name)
    .join(' ');

describe('what several containers brought', () => {
  test('stands in the order of time', () => {
    const [web, db] = [
      [at('w1', 1), at('w4', 4)],
      [at('d2', 2), at('d3', 3), at('d5', 5)],
    ];
    expect(names([web, db])).toBe('w1 d2 d3 w4 d5');
  });

  test('keeps what has no time behind the line before it, and in front of all where there is none', () => {
    const [web, db] = [
      [{ name: 'begun' }, at('w3', 3), { name: 'gap' }],
      [at('d1', 1), at('d4', 4)],
    ];
    expect(names([web, db])).toBe('begun d1 w3 gap d4');
  });

  test('keeps the order of each container, whatever its clock says, and loses nothing', () => {
    const item = fc.record({ stamp: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(fc.array(item, { maxLength: 12 }), { maxLength: 5 }), (given) => {
        const queues = given.map((queue, from) =>
          queue.map(({ stamp }, n) => ({
            from,
            n,
            ...(stamp === undefined ? {} : { stamp: { seconds: stamp, nanos: 0 } }),
          })),
        );
        const merged = mergeByTime(queues);
        for (const [from, queue] of queues.entries())
          expect(merged.filter((one) => one.from === from).map(({ n }) => n)).toEqual(queue.map(({ n }) => n));
      }),
    );
  });
});
