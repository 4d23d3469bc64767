import { describe, expect, test } from 'vitest';
import { isoIn, showClock, showShortTime, showTime, withOwnTimes } from './time.ts';

const WINTER = '2026-01-31T23:59:59.042Z';

describe('a time', () => {
  test('is shown in the zone of the reader, and names the zone', () => {
    expect(showTime(WINTER, 'Asia/Kolkata')).toEqual({
      text: '1 Feb 2026, 05:29:59',
      zone: 'GMT+5:30',
      exact: '2026-01-31 23:59:59.042 UTC',
    });
  });

  test('follows summer time', () => {
    expect(showTime('2026-07-01T00:00:00.000Z', 'Europe/Berlin')?.text).toBe('1 Jul 2026, 02:00:00');
    expect(showTime(WINTER, 'Europe/Berlin')?.text).toBe('1 Feb 2026, 00:59:59');
  });

  test('writes midnight as 00, never as 24', () => {
    expect(showTime('2026-03-01T00:00:00.000Z', 'UTC')?.text).toBe('1 Mar 2026, 00:00:00');
    expect(showClock(0, 'UTC')).toBe('00:00:00');
  });

  test('in a sentence of the server is as the reader has it, and all else stays as it was said', () => {
    const words = `Blind since ${WINTER}, and before from 2026-01-31T10:00:00Z on; id 2026-01-31T99:00:00Z.`;
    expect(withOwnTimes(words, 'Europe/Berlin')).toBe(
      'Blind since 1 Feb 2026, 00:59:59 CET, and before from 31 Jan 2026, 11:00:00 CET on; id 2026-01-31T99:00:00Z.',
    );
    expect(withOwnTimes('No engine answers.')).toBe('No engine answers.');
  });

  test('as a text has how far it is from UTC, also where a clock shows the same hour twice or leaves one out', () => {
    expect(isoIn(WINTER, 'UTC')).toBe(WINTER);
    expect(isoIn(WINTER, 'Asia/Kolkata')).toBe('2026-02-01T05:29:59.042+05:30');
    expect(isoIn('2026-01-01T00:00:00Z', 'America/St_Johns')).toBe('2025-12-31T20:30:00-03:30');
    const [summer, winter] = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'];
    expect([summer, winter].map((at) => isoIn(at, 'Europe/Berlin'))).toEqual([
      '2026-10-25T02:30:00.000+02:00',
      '2026-10-25T02:30:00.000+01:00',
    ]);
    expect([summer, winter].map((at) => showTime(at, 'Europe/Berlin')?.zone)).toEqual(['CEST', 'CET']);
    expect(showClock(Date.parse('2026-03-29T00:59:59Z'), 'Europe/Berlin')).toBe('01:59:59');
    expect(showClock(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe('03:00:00');
    expect(isoIn('yesterday', 'Asia/Kolkata')).toBe('yesterday');
  });

  test('of one second is the same in a list, and not that of another zone or second', () => {
    const shown = ['2026-01-31T23:59:59.123Z', '2026-01-31T23:59:59.987Z'].map((at) => showShortTime(at, 'UTC'));
    expect(shown).toEqual(['31 Jan 23:59:59', '31 Jan 23:59:59']);
    expect(showShortTime('2026-01-31T23:59:59.123Z', 'Europe/Berlin')).toBe('1 Feb 00:59:59');
    expect(showShortTime('2026-01-31T23:59:58.123Z', 'UTC')).toBe('31 Jan 23:59:58');
    expect(showShortTime('yesterday', 'UTC')).toBe('');
  });

  test('that is none is not made up', () => {
    expect(showTime('yesterday', 'UTC')).toBeUndefined();
  });
});
