import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { EVENT_LINES } from './event-lines.ts';

const event = (changes: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ id: '7', source: 'api', severity: 'info', message: 'hello', metadata: {}, workloadId: null, ruleId: 'r' },
  ...{ heldBack: 2, lastSeen: 1_000, createdAt: 0 },
  ...changes,
});

/** Reads CSV as RFC 4180 says, in the plainest way. */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, text]) => (text ?? '').replaceAll('""', '"'));
}

describe('a line of NDJSON', () => {
  test('is the event as the API shows it', () => {
    expect(JSON.parse(EVENT_LINES.ndjson.line(event({ metadata: { a: [1] } })))).toEqual({
      ...{ id: '7', created_at: '1970-01-01T00:00:00.000Z', source: 'api', severity: 'info', message: 'hello' },
      ...{ workload_id: null, rule_id: 'r', held_back: 2, last_seen: '1970-01-01T00:00:01.000Z', metadata: { a: [1] } },
    });
    expect(EVENT_LINES.ndjson.line(event({ message: 'a\nb' })).split('\n')).toHaveLength(2);
    expect(EVENT_LINES.ndjson.cut('9')).toBe('{"cut":true,"after_id":"9"}\n');
  });
});

describe('a line of CSV', () => {
  test('has each text as it is, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const message = `x${text}`;
        const cells = cellsOf(EVENT_LINES.csv.line(event({ message, metadata: { text } })));
        expect(cells).toHaveLength(10);
        expect([cells[4], JSON.parse(cells[9] ?? '')]).toEqual([message, { text }]);
      }),
    );
  });

  test('is never a formula', () => {
    for (const message of [
      '=1+1',
      '+1',
      '-1',
      '@sum(a1)',
      '\t=1',
      '\r=1',
      ' =1',
      '=HYPERLINK("http://a","b")',
      '＝1',
      '＋1',
    ])
      expect(cellsOf(EVENT_LINES.csv.line(event({ message })))[4], message).toBe(`'${message}`);
    expect(cellsOf(EVENT_LINES.csv.line(event({ message: '1=1' })))[4]).toBe('1=1');
  });

  test('has as many cells as the head, also where the file was cut', () => {
    const { head, cut } = EVENT_LINES.csv;
    expect(cellsOf(head)).toEqual(
      'id created_at source severity message workload_id rule_id held_back last_seen metadata'.split(' '),
    );
    expect(cellsOf(cut('9'))).toEqual(['cut: the rest comes with after_id=9', ...Array(9).fill('')]);
    expect(cellsOf(EVENT_LINES.csv.line(event({ lastSeen: null })))[8]).toBe('');
  });
});
