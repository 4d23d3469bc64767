import { describe, expect, test } from 'vitest';
import { formatMemory, parseMemory } from './watch-memory.ts';

const since = { seconds: 1_790_000_000, nanos: 1 };
const until = { seconds: 1_790_000_100, nanos: 999_999_999 };

describe('what is remembered of an engine', () => {
  test('survives being written and read, to the nanosecond', () => {
    for (const lastEvent of [undefined, until])
      for (const unstarted of [[], ['a', 'b']])
        expect(parseMemory(formatMemory({ since, until, lastEvent, unstarted }))).toEqual({
          since,
          until,
          lastEvent,
          unstarted,
        });
  });

  test('holds no more than five hundred containers that nobody starts, the latest', () => {
    const unstarted = Array.from({ length: 600 }, (_, at) => String(at));
    const memory = parseMemory(formatMemory({ since, until, lastEvent: undefined, unstarted }));
    expect(memory?.unstarted).toEqual(unstarted.slice(100));
  });

  test.each([
    undefined,
    '',
    'x',
    'null',
    '{}',
    '{"version":2,"since":"1.000000000","until":"1.000000000"}',
    '{"version":1,"since":"1.000000000"}',
    '{"version":1,"since":"yesterday","until":"1.000000000"}',
  ])('is nothing when it reads %j', (text) => expect(parseMemory(text)).toBeUndefined());
});
