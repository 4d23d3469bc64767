import { afterEach, expect, test } from 'vitest';
import { browserClock } from './browser-clock.ts';
import { heedServerTime, serverAheadMs } from './server-time.ts';

const DAY_MS = 86_400_000;

const answered = (date?: string) =>
  heedServerTime({ headers: new Headers(date === undefined ? {} : { date }) } as Pick<Response, 'headers'>);
const inMs = (ms: number) => new Date(Date.now() + ms).toUTCString();

afterEach(() => void answered(inMs(0)));

test.each([DAY_MS, -DAY_MS])('a clock that is off by a day goes by the answers of the server (%d)', (off) => {
  answered(inMs(off));
  expect(Math.abs(browserClock.now() - Date.now() - off)).toBeLessThan(DAY_MS / 2);
});

test('a little is nothing, and an answer without a time changes nothing', () => {
  answered(inMs(-1_000));
  expect(serverAheadMs()).toBe(0);
  answered(inMs(DAY_MS));
  const before = serverAheadMs();
  answered();
  answered('never');
  expect(serverAheadMs()).toBe(before);
  answered(inMs(0));
  expect(serverAheadMs()).toBe(0);
});
