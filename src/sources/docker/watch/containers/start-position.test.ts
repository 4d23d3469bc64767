import { describe, expect, test } from 'vitest';
import { stampAfter } from '../../../../core/lines/stamp.ts';
import { startPosition } from './start-position.ts';

const since = { seconds: 1_000_000, nanos: 500_000_000 };
const until = stampAfter(since, 3_600_000);
const now = stampAfter(since, 7_200_000);

/** A whole second, as lists have it. */
const second = (ms: number) => ({ seconds: stampAfter(since, ms).seconds, nanos: 0 });
const beginning = { at: 'beginning' };

describe('a container that was never read', () => {
  test.each([
    ['before it', -3_600_000, { at: 'moment', moment: since }],
    ['in its very second', 0, { at: 'moment', moment: since }],
    ['after it', 1_000, beginning],
  ])('at the first connection to an engine, created %s', (_, ms, expected) => {
    expect(
      startPosition({ created: second(ms), isKnown: false, wasUnstarted: false }, { since, until: undefined }, now),
    ).toEqual(expected);
  });

  test.each([
    ['long before it', 0, { at: 'moment', moment: now }],
    ['a minute before it, perhaps still being made', 3_600_000 - 59_000, beginning],
    ['a little more before it', 3_600_000 - 62_000, { at: 'moment', moment: now }],
    ['after it', 3_700_000, beginning],
  ])('of an engine that was watched until some time, created %s', (_, ms, expected) => {
    expect(startPosition({ created: second(ms), isKnown: false, wasUnstarted: false }, { since, until }, now)).toEqual(
      expected,
    );
  });

  test('and was told of in an earlier run, is begun where it would have been begun then', () => {
    const known = (ms: number) =>
      startPosition({ created: second(ms), isKnown: true, wasUnstarted: false }, { since, until }, now);
    expect(known(-10_000)).toEqual({ at: 'moment', moment: since });
    expect(known(10_000)).toEqual(beginning);
  });

  test('and whose age nobody knows, or which had never run when it was seen last, is begun at its beginning', () => {
    const unknown = { created: undefined, isKnown: false, wasUnstarted: false };
    const unstarted = { created: second(0), isKnown: false, wasUnstarted: true };
    for (const one of [unknown, unstarted]) expect(startPosition(one, { since, until }, now)).toEqual(beginning);
  });
});
