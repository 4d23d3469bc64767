import { describe, expect, test } from 'vitest';
import { answered } from '../../../test/support/dispatch-scene.ts';
import { rejected, retry } from '../../core/deliveries/delivery-verdict.ts';
import type { ClaimedDelivery } from '../../core/deliveries/delivery-work.ts';
import { SOUND, type TriggerStanding } from '../../core/deliveries/trigger.ts';
import { judgeAttempt } from './verdict.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const event: ClaimedDelivery['event'] = {
  id: '1',
  source: 'ci',
  severity: 'info',
  ...{ message: 'x', metadata: {}, workloadId: null, ruleId: null, heldBack: 0, lastSeen: null, createdAt: NOW },
};

const delivery = (changes: Partial<ClaimedDelivery> = {}): ClaimedDelivery => ({
  ...{ id: '7', triggerId: '1', claim: 3, pendingSince: NOW, attemptCount: 0, attempts: [], event },
  ...changes,
});

const judged = (
  verdict: Parameters<typeof answered>[0],
  { standing = SOUND, expiresMs, tooOldByMs = 0, ...changes }: Partial<ClaimedDelivery> & Given = {},
) =>
  judgeAttempt({
    delivery: delivery(changes),
    sent: answered(verdict),
    at: NOW,
    now: NOW,
    trigger: { updatedAt: 4 },
    standing,
    expiresMs,
    tooOldByMs,
    random: () => 0.5,
  });

interface Given {
  readonly standing?: TriggerStanding;
  readonly expiresMs?: number;
  readonly tooOldByMs?: number;
}

describe('a delivery', () => {
  test('is dead at once when it would be stale before it is tried again', () => {
    const late = { attemptCount: 6, expiresMs: 6 * HOUR };
    expect(judged(retry('timeout'), { ...late, pendingSince: NOW - 3 * HOUR }).mark).toMatchObject({
      ...{ state: 'dead', death: 'expired', attemptCount: 7 },
    });
    expect(judged(retry('timeout'), { ...late, pendingSince: NOW - 1_000 }).mark).toMatchObject({ state: 'pending' });
    const wasSetAhead = { ...late, pendingSince: NOW - 3 * HOUR, tooOldByMs: 2.5 * HOUR };
    expect(judged(retry('timeout'), wasSetAhead).mark.state).toBe('pending');
    expect(judged(retry('timeout'), { attemptCount: 6, pendingSince: NOW - 3 * HOUR }).mark.state).toBe('pending');
  });

  test('that was one too many lets its receiver be left alone for a second, or for as long as that says', () => {
    expect(judged(retry('rate_limited')).end).toEqual({ shows: 'limited', forMs: 1_000 });
    expect(judged(retry('rate_limited', 7_000)).end).toEqual({ shows: 'limited', forMs: 7_000 });
    expect(judged(retry('rate_limited', 0)).end).toEqual({ shows: 'limited', forMs: 0 });
    expect(judged(retry('server_error', 9 * HOUR)).end).toEqual({ shows: 'failing', forMs: HOUR });
    expect(judged(retry('server_error')).end).toEqual({ shows: 'failing', forMs: 0 });
  });

  test('remembers its last twenty attempts, and what it was claimed under', () => {
    const attempt = { at: 0, durationMs: 1, outcome: 'retry', status: 500, reason: 'server_error', words: '' } as const;
    const { mark } = judged(retry('timeout'), {
      attempts: Array.from({ length: 20 }, (_, at) => ({ ...attempt, at })),
    });
    expect([mark.attempts.length, mark.attempts[0]?.at, mark.attempts[19]?.reason, mark.claim]).toEqual([
      20,
      1,
      'timeout',
      3,
    ]);
  });
});

describe('what an attempt shows of a trigger', () => {
  test('is nothing of the time in which nothing was tried, as while the server was off or the clock ahead', () => {
    const failing = { ...SOUND, failingSince: NOW - 500 * HOUR, failedAt: NOW - 499 * HOUR, failingMs: HOUR };
    expect(judged(retry('timeout'), { standing: failing }).standing).toEqual({
      ...{ triggerId: '1', writtenAt: 4, shows: 'failing', at: NOW },
    });
  });

  test('is that it fails since the first failure, and is hopeless after five days of nothing else', () => {
    const failing = { ...SOUND, failingSince: NOW - 119 * HOUR, failedAt: NOW - 1_000, failingMs: 119 * HOUR };
    expect(judged(retry('timeout')).standing).toEqual({ triggerId: '1', writtenAt: 4, shows: 'failing', at: NOW });
    expect(judged(rejected('refused'), { standing: failing }).standing).toBe(undefined);
    const longAgo = { ...failing, failedAt: NOW - HOUR };
    expect(judged(retry('timeout'), { standing: longAgo }).standing).toEqual({
      ...{ triggerId: '1', writtenAt: 4, shows: 'suspended', why: 'failing', at: NOW },
    });
    expect(judged({ outcome: 'delivered', reason: 'accepted' }, { standing: failing }).standing).toEqual({
      ...{ triggerId: '1', writtenAt: 4, shows: 'success' },
    });
    expect(judged(rejected('gone', true)).standing).toMatchObject({ shows: 'suspended', why: 'gone' });
  });
});
