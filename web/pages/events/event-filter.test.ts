import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../api/shapes.ts';
import { SEVERITIES } from '../../parts/marks/severity-mark.tsx';
import { countOfParts, EVERYTHING, filterIn, fits, pathOf, queryOf, SPANS } from './event-filter.ts';

const NOON = Date.parse('2026-11-26T12:00:00.000Z');

const queryIn = (path: string) => Object.fromEntries(new URL(path, 'http://x').searchParams);

function event(part: Partial<Event> = {}): Event {
  return {
    id: '1',
    source: 'logscan',
    severity: 'error',
    message: 'disk full',
    metadata: {},
    workload_id: 'w1',
    rule_id: 'r1',
    held_back: 0,
    last_seen: null,
    created_at: '2026-11-26T11:00:00.000Z',
    ...part,
  };
}

describe('a filter of events', () => {
  test('stands in the address and is found there again, whatever it holds', () => {
    const text = fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: undefined });
    const moment = fc.option(fc.date({ min: new Date(0), max: new Date(NOON), noInvalidDate: true }), {
      nil: undefined,
    });
    const filter = fc
      .record({
        severities: fc.subarray([...SEVERITIES]),
        source: text,
        workloadId: text,
        ruleId: text,
        text,
        last: fc.option(fc.constantFrom(...Object.keys(SPANS)), { nil: undefined }),
        from: moment.map((at) => at?.toISOString()),
        to: moment.map((at) => at?.toISOString()),
      })
      .map((one) => (one.last === undefined ? one : { ...one, from: undefined, to: undefined }));
    fc.assert(
      fc.property(filter, (one) => {
        expect(filterIn(queryIn(pathOf(one)))).toEqual(one);
      }),
    );
  });

  test('without anything is the bare list', () => {
    expect(pathOf(EVERYTHING)).toBe('/events');
    expect(filterIn({})).toEqual(EVERYTHING);
    expect(countOfParts(EVERYTHING)).toBe(0);
  });

  test('leaves out what makes no sense in a typed address', () => {
    const typed = { severity: 'loud,error', last: 'toString', from: 'yesterday', to: '', q: '', other: 'x' };
    expect(filterIn(typed)).toEqual({ ...EVERYTHING, severities: ['error'] });
  });

  test('asks the server by its own names, a span that ends now by where it begins', () => {
    expect(queryOf({ ...EVERYTHING, severities: ['critical', 'warn'], text: 'disk', last: '1h' }, NOON)).toEqual({
      severity: 'critical,warn',
      q: 'disk',
      from: '2026-11-26T11:00:00.000Z',
      source: undefined,
      workload_id: undefined,
      rule_id: undefined,
    });
    expect(countOfParts(filterIn({ last: '1h', severity: 'warn', q: 'disk' }))).toBe(3);
  });

  test.each([
    [{}, true],
    [{ severity: 'error,info' }, true],
    [{ severity: 'info' }, false],
    [{ source: 'docker' }, false],
    [{ workload_id: 'w1', rule_id: 'r1' }, true],
    [{ workload_id: 'w2' }, false],
    [{ rule_id: 'r2' }, false],
    [{ from: '2026-11-26T11:00:00Z' }, true],
    [{ from: '2026-11-26T11:00:00.001Z' }, false],
    [{ to: '2026-11-26T11:00:00Z' }, false],
    [{ q: 'disk' }, 'unknown'],
    [{ q: 'disk', severity: 'info' }, false],
  ])('%o takes the event that came: %s', (query, expected) => {
    expect(fits(filterIn(query), event())).toBe(expected);
  });
});
