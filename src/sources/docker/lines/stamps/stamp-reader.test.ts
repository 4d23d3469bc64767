import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secondsOfDate } from '../../../../core/lines/stamps/rfc3339.ts';
import { StampReader } from './stamp-reader.ts';

function read(text: string, reader = new StampReader()) {
  const bytes = Buffer.from(`###${text}###`);
  const at = reader.read(bytes, 3, bytes.length - 3);
  return at < 0 ? undefined : { seconds: reader.seconds, nanos: reader.nanos, text: text.slice(at - 3) };
}

const second = Date.UTC(2026, 10, 21, 3, 29, 1) / 1000;

describe('a stamp', () => {
  test.each([
    ['2026-11-21T03:29:01.381447848Z text', second, 381_447_848, 'text'],
    ['2026-11-21T03:29:01.381447848Z  two spaces', second, 381_447_848, ' two spaces'],
    ['2026-11-21T03:29:01.000000000Z ', second, 0, ''],
    ['2026-11-21T03:29:01.999999999Z', second, 999_999_999, ''],
    ['2026-11-21T03:29:01.381447848Z\n', second, 381_447_848, '\n'],
    ['2026-11-21T03:29:01.381447848Z \n', second, 381_447_848, '\n'],
    ['2026-11-21T03:29:01Z text that is long enough', second, 0, 'text that is long enough'],
    ['2026-11-21T03:29:01Z ', second, 0, ''],
    ['2026-11-21T03:29:01.5Z text', second, 500_000_000, 'text'],
    ['2026-11-21T03:29:01.3814478489999Z text', second, 381_447_848, 'text'],
    ['2026-11-20T19:29:01-08:00 text', second, 0, 'text'],
    ['2026-11-21T09:14:01.000000001+05:45 text', second, 1, 'text'],
    ['2026-11-21t03:29:01z text', second, 0, 'text'],
    ['1970-01-01T00:00:00.000000001Z a', 0, 1, 'a'],
    ['1969-12-31T23:59:59.999999999Z a', 0, 0, 'a'],
    ['1970-01-01T00:00:00.000000001+00:01 a', 0, 0, 'a'],
    ['0001-01-01T00:00:00Z of a record without a time', 0, 0, 'of a record without a time'],
    ['2024-02-29T23:59:59Z leap day', Date.UTC(2024, 1, 29, 23, 59, 59) / 1000, 0, 'leap day'],
    ['2016-12-31T23:59:60Z leap second', Date.UTC(2017, 0, 1) / 1000, 0, 'leap second'],
    ['2016-12-31T15:59:60.5-08:00 leap second', Date.UTC(2017, 0, 1) / 1000, 500_000_000, 'leap second'],
  ])('is read and ends at its space: %s', (text, ...[seconds, nanos, rest]) => {
    const reader = new StampReader();
    expect(read(text, reader)).toEqual({ seconds, nanos, text: rest });
    expect(read(text, reader)).toEqual({ seconds, nanos, text: rest });
  });

  test.each([
    [''],
    ['text'],
    ['2026-11-21T03:29:01'],
    ['2026-11-21 03:29:01.381447848Z text'],
    ['2026-11-21T03:29:01.381447848 text'],
    ['2026-11-21T03:29:01.38144784xZ text'],
    ['2026-11-21T03:29:01.3814/7848Z text'],
    ['2026-11-21T03:29:01.381:47848Z text'],
    ['2026-11-21T03:29:01.38144784°Z text'],
    ['2026-11-21T03:29:01.Z text'],
    ['2026-11-21T03:29:01,381447848Z text'],
    ['2026-11-21T03:29:01.381447848Ztext'],
    ['2026-11-21T03:29:01.381447848Z\ttext'],
    ['2026-11-21T03:29:01Z: text of a program that writes its own time'],
    ['2026-11-21T03:29:01+0800 text'],
    ['2026-11-21T03:29:01+24:00 text'],
    ['2026-11-21T03:29:01*08:00 text'],
    ['2026-13-01T03:29:01Z text'],
    ['2026-00-01T03:29:01Z text'],
    ['2026-02-29T03:29:01Z text'],
    ['2100-02-29T03:29:01Z text'],
    ['2026-11-31T03:29:01Z text'],
    ['2026-11-00T03:29:01Z text'],
    ['2026-11-21T24:00:00Z text'],
    ['2026-11-21T03:60:00Z text'],
    ['2026-11-21T03:29:61Z text'],
    ['2026-11-21T03:29:60Z text'],
    ['02026-11-21T03:29:01Z text'],
    ['2026-1-21T03:29:01Z text'],
    [' 2026-11-21T03:29:01Z text'],
    [`2026-11-21T03:29:01.${'0'.repeat(60)}Z text`],
  ])('is nothing else: %s', (text) => {
    const reader = new StampReader();
    expect(read(text, reader)).toBeUndefined();
    read('2026-11-21T03:29:01.381447848Z ', reader);
    expect(read(text, reader)).toBeUndefined();
    expect(reader).toMatchObject({ seconds: second, nanos: 381_447_848 });
  });
});

test('a second that is known from one offset is not known from another', () => {
  const reader = new StampReader();
  for (const [offset, hours] of [
    ['-08:00', 8],
    ['Z', 0],
    ['+01:00', -1],
    ['Z', 0],
  ] as const) {
    const moment = read(`2026-11-21T03:29:01.381447848${offset} text`, reader);
    expect(moment).toEqual({ seconds: second + hours * 3600, nanos: 381_447_848, text: 'text' });
  }
});

const moments = fc.record({
  seconds: fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }),
  nanos: fc.nat(999_999_999),
  minutesEast: fc.integer({ min: -1439, max: 1439 }),
});

/** Written by JavaScript's own calendar. */
function written({ seconds, nanos, minutesEast }: { seconds: number; nanos: number; minutesEast: number }): string {
  const local = new Date((seconds + minutesEast * 60) * 1000).toISOString();
  const [hours, minutes] = [Math.floor(Math.abs(minutesEast) / 60), Math.abs(minutesEast) % 60];
  const offset = `${minutesEast < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return `${local.slice(0, 19)}.${String(nanos).padStart(9, '0')}${minutesEast === 0 ? 'Z' : offset} text`;
}

test('every moment of ten thousand years is read as JavaScript would write it, whatever was read before', () => {
  const inFourDigits = moments.filter(({ seconds, minutesEast }) =>
    /^\d{4}-/.test(new Date((seconds + minutesEast * 60) * 1000).toISOString()),
  );
  const sometimesZulu = fc.oneof(
    inFourDigits,
    inFourDigits.map((moment) => ({ ...moment, minutesEast: 0 })),
  );
  const manyTogether = fc.array(fc.tuple(sometimesZulu, fc.array(fc.nat(999_999_999), { maxLength: 3 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(manyTogether, (groups) => {
      const reader = new StampReader();
      for (const [moment, more] of groups) {
        for (const nanos of [moment.nanos, ...more]) {
          const seconds = moment.minutesEast === 0 ? Math.abs(moment.seconds) % 4_000_000_000 : moment.seconds;
          expect(read(written({ ...moment, seconds, nanos }), reader)).toEqual(
            seconds < 0 ? { seconds: 0, nanos: 0, text: 'text' } : { seconds, nanos, text: 'text' },
          );
        }
      }
    }),
  );
});

test('one changed byte makes another moment or none, never a wrong one', () => {
  const reader = new StampReader();
  const text = '2026-11-21T03:29:01.381447848Z text';
  fc.assert(
    fc.property(fc.nat(30), fc.integer({ min: 0x20, max: 0x7e }), (at, byte) => {
      const changed = text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1);
      expect(read(text, reader)).toBeDefined();
      expect(read(changed, reader)).toEqual(byPattern(changed));
    }),
    { numRuns: 5000 },
  );
});

/** The same by other means: a pattern, and JavaScript's calendar. Without leap seconds. */
function byPattern(text: string) {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:[0-5]\d)\.(\d{9})[Zz] (.*)$/.exec(text.replace(/^(.{10})t/, '$1T'));
  const [, day = '', time = '', nanos = '', rest = ''] = found ?? [];
  const date = new Date(`${day}T${time}.000Z`);
  if (!found || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day || time > '23:59:59')
    return undefined;
  const seconds = date.getTime() / 1000;
  return seconds < 0 ? { seconds: 0, nanos: 0, text: rest } : { seconds, nanos: Number(nanos), text: rest };
}

test('days are counted as JavaScript counts them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      (year, month, day) => {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        expect(secondsOfDate(year, month, day)).toBe(date.getTime() / 1000);
      },
    ),
  );
});
