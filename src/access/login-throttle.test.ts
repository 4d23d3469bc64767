import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { LoginThrottle } from './login-throttle.ts';

const MINUTE = 60_000;

function failing(throttle: LoginThrottle, times: number, who: { username?: string; address?: string } = {}) {
  const attempt = { username: who.username ?? 'ann', address: who.address ?? '192.0.2.1' };
  return Array.from({ length: times }, () => throttle.begin(attempt));
}

const admittedOf = (admissions: readonly { readonly admitted: boolean }[]): number =>
  admissions.filter((admission) => admission.admitted).length;

describe('the login throttle', () => {
  test('lets a person mistype five times, and then waits longer each time', async () => {
    const clock = new ManualClock();
    const throttle = new LoginThrottle(clock);
    expect(admittedOf(failing(throttle, 5))).toBe(5);
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const [refusal] = failing(throttle, 1);
      if (!refusal || refusal.admitted) throw new Error('should wait');
      waits.push(refusal.retryAfterSeconds);
      await clock.advance(refusal.retryAfterSeconds * 1000);
      expect(admittedOf(failing(throttle, 1))).toBe(1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('does not let a burst pass together: an attempt counts from its beginning', () => {
    expect(admittedOf(failing(new LoginThrottle(new ManualClock()), 1000))).toBe(5);
  });

  test('counts an account whatever the case of its name and the address', () => {
    const throttle = new LoginThrottle(new ManualClock());
    for (let i = 0; i < 5; i += 1) failing(throttle, 1, { username: i % 2 ? 'Ann' : 'ANN', address: `192.0.2.${i}` });
    expect(admittedOf(failing(throttle, 1, { username: 'ann', address: '198.51.100.7' }))).toBe(0);
  });

  test('counts an address whatever the account, and a whole IPv6 /64 as one', () => {
    const throttle = new LoginThrottle(new ManualClock());
    for (let i = 0; i < 10; i += 1) failing(throttle, 1, { username: `user${i}`, address: `2001:db8:1:2::${i}` });
    expect(admittedOf(failing(throttle, 1, { username: 'other', address: '2001:db8:1:2:ffff::1' }))).toBe(0);
    expect(admittedOf(failing(throttle, 1, { username: 'other', address: '2001:db8:1:3::1' }))).toBe(1);
  });

  test('an address that guesses many accounts waits up to a quarter of an hour', async () => {
    const clock = new ManualClock();
    const throttle = new LoginThrottle(clock);
    let longest = 0;
    for (let i = 0; i < 40; i += 1) {
      const [admission] = failing(throttle, 1, { username: `user${i}` });
      if (!admission || admission.admitted) continue;
      longest = Math.max(longest, admission.retryAfterSeconds);
      await clock.advance(admission.retryAfterSeconds * 1000);
    }
    expect(longest).toBe(15 * 60);
  });

  test('attempts that were turned away do not lengthen the wait', async () => {
    const clock = new ManualClock();
    const throttle = new LoginThrottle(clock);
    failing(throttle, 500);
    await clock.advance(1000);
    expect(admittedOf(failing(throttle, 1))).toBe(1);
  });

  test('a success frees the account but gives the address only that attempt back', () => {
    const throttle = new LoginThrottle(new ManualClock());
    failing(throttle, 4);
    const [last] = failing(throttle, 1);
    if (last?.admitted) last.succeeded();
    expect(admittedOf(failing(throttle, 5))).toBe(5);
    failing(throttle, 1, { username: 'bob' });
    expect(admittedOf(failing(throttle, 1, { username: 'eve' }))).toBe(0);
  });

  test('does not keep an owner out where the account was opened before, whatever others try from elsewhere', async () => {
    const clock = new ManualClock();
    const throttle = new LoginThrottle(clock);
    const [first] = failing(throttle, 1, { address: '198.51.100.7' });
    if (first?.admitted) first.succeeded();
    for (let i = 0; i < 50; i += 1) failing(throttle, 1, { address: `192.0.2.${i}` });
    expect(admittedOf(failing(throttle, 1, { address: '198.51.100.8' }))).toBe(0);
    expect(admittedOf(failing(throttle, 1, { address: '198.51.100.7' }))).toBe(1);
    expect(admittedOf(failing(throttle, 30, { address: '198.51.100.7' }))).toBe(9);
  });

  test('counts no attempt that nobody could decide', () => {
    const throttle = new LoginThrottle(new ManualClock());
    for (let i = 0; i < 20; i += 1) {
      const [attempt] = failing(throttle, 1);
      if (attempt?.admitted) attempt.withdrawn();
    }
    expect(admittedOf(failing(throttle, 5))).toBe(5);
  });

  test('forgets after an hour of quiet', async () => {
    const clock = new ManualClock();
    const throttle = new LoginThrottle(clock);
    failing(throttle, 20);
    await clock.advance(60 * MINUTE);
    expect(admittedOf(failing(throttle, 5))).toBe(5);
  });

  test('keeps a bounded number of names, however many are tried', () => {
    const throttle = new LoginThrottle(new ManualClock());
    for (let i = 0; i < 12_000; i += 1) failing(throttle, 1, { username: `n${i}`, address: `a${i}` });
    expect(throttle.remembered).toBeLessThanOrEqual(20_000);
  });
});
