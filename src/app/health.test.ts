import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import type { WatchingVerdict } from '../core/lines/watching-verdict.ts';
import { createHealth, type HealthParts } from './health.ts';
import type { RulesVerdict } from './rules/rule-health.ts';
import type { TriggersVerdict } from './sending/trigger-health.ts';

const IN_FORCE: RulesVerdict = { status: 'ok', reasons: [] };
const UNWRITABLE = { ok: false, reason: 'The disk is full.' } as const;
const WATCHED: WatchingVerdict = { status: 'ok', reasons: [], isTroubled: false };
const BLIND: WatchingVerdict = { status: 'failing', reasons: ['The engine nas is out of reach.'], isTroubled: true };
const NOTHING: WatchingVerdict = { status: 'degraded', reasons: ['Nothing is watched.'], isTroubled: false };
const SENT: TriggersVerdict = { status: 'ok', message: 'No delivery waits.' };

function healthOf(
  parts: {
    readonly store?: { ok: true } | typeof UNWRITABLE;
    readonly backgroundRuns?: boolean;
    readonly watching?: WatchingVerdict;
    readonly rules?: RulesVerdict;
    readonly sending?: TriggersVerdict;
    readonly isDemo?: boolean;
  } = {},
) {
  const { store = { ok: true }, backgroundRuns = true, watching = WATCHED, rules = IN_FORCE, sending = SENT } = parts;
  const { isDemo = false } = parts;
  const all: HealthParts = {
    ...{ version: '1.2.3', isDemo },
    clock: new ManualClock(),
    store: { checkWritable: async () => store },
    backgroundRuns: async () => backgroundRuns,
    watching: async () => watching,
    rules: () => rules,
    sending: () => sending,
  };
  return createHealth(all);
}

describe('health', () => {
  test('is ok while the store can be written and somebody runs the background tasks', async () => {
    expect(await healthOf().health()).toEqual({
      status: 'ok',
      version: '1.2.3',
      checks: {
        store: { status: 'ok', message: expect.any(String) },
        background: { status: 'ok', message: expect.any(String) },
        engines: { status: 'ok', message: expect.any(String) },
        rules: { status: 'ok', message: expect.any(String) },
        dispatcher: { status: 'ok', message: 'No delivery waits.' },
      },
    });
  });

  test('is degraded by rules that cannot be read, and watching is red by them', async () => {
    const health = healthOf({ rules: { status: 'failing', reasons: ['The rules cannot be read.'] } });
    expect(await health.health()).toMatchObject({
      status: 'degraded',
      checks: { rules: { status: 'degraded', message: 'The rules cannot be read.' }, engines: { status: 'ok' } },
    });
    expect(await health.watching()).toEqual({ status: 'failing', reasons: ['The rules cannot be read.'] });
  });

  test('is degraded by a trigger through which nothing comes, which is no matter of watching', async () => {
    const health = healthOf({ sending: { status: 'degraded', message: 'The trigger "a" is suspended.' } });
    expect((await health.health()).status).toBe('degraded');
    expect((await health.watching()).status).toBe('ok');
  });

  test('and watching are degraded by a broken rule', async () => {
    const health = healthOf({ rules: { status: 'degraded', reasons: ['The rule "a" is broken.'] }, watching: NOTHING });
    expect((await health.health()).status).toBe('degraded');
    const reasons = ['The rule "a" is broken.', 'Nothing is watched.'];
    expect(await health.watching()).toEqual({ status: 'degraded', reasons });
  });

  test('is degraded by blindness, and no more than that; that there is nothing to watch is well', async () => {
    expect(await healthOf({ watching: BLIND }).health()).toMatchObject({
      status: 'degraded',
      checks: { engines: { status: 'degraded', message: 'The engine nas is out of reach.' } },
    });
    expect(await healthOf({ watching: NOTHING }).health()).toMatchObject({
      status: 'ok',
      checks: { engines: { status: 'ok' } },
    });
  });

  test('is degraded, and no more than that, when nobody runs the background tasks', async () => {
    expect(await healthOf({ backgroundRuns: false }).health()).toMatchObject({
      status: 'degraded',
      checks: { store: { status: 'ok' }, background: { status: 'degraded' } },
    });
  });

  test('says of a demo that it is one, and of nothing else', async () => {
    const words = async (isDemo: boolean) => (await healthOf({ isDemo }).health()).checks.demo?.message;
    expect(await words(true)).toMatch(/^This is a demo/);
    expect(await words(false)).toBeUndefined();
  });

  test('is degraded when nobody can say in time whether the background tasks run', async () => {
    const clock = new ManualClock();
    const never = new Promise<boolean>(() => {});
    const store = { checkWritable: async () => ({ ok: true }) as const };
    const asked = createHealth({
      ...{ version: '1.2.3', isDemo: false, clock, store, backgroundRuns: () => never },
      watching: async () => WATCHED,
      rules: () => IN_FORCE,
      sending: () => SENT,
    }).health();
    await clock.advance(2_000);
    expect(await asked).toMatchObject({ status: 'degraded', checks: { background: { status: 'degraded' } } });
  });

  test('fails with the reason when the store cannot be written, whatever else is only degraded', async () => {
    for (const backgroundRuns of [true, false])
      expect(await healthOf({ store: UNWRITABLE, backgroundRuns }).health()).toMatchObject({
        status: 'failing',
        checks: {
          store: { status: 'failing', message: UNWRITABLE.reason },
          background: { status: backgroundRuns ? 'ok' : 'degraded' },
        },
      });
  });
});

describe('watching', () => {
  test('is as the engines and the tails are', async () => {
    for (const watching of [WATCHED, BLIND, NOTHING])
      expect(await healthOf({ watching }).watching()).toEqual({ status: watching.status, reasons: watching.reasons });
  });

  test('fails when the store cannot be written, and says that first', async () => {
    expect(await healthOf({ store: UNWRITABLE, watching: NOTHING }).watching()).toEqual({
      status: 'failing',
      reasons: [UNWRITABLE.reason, 'Nothing is watched.'],
    });
  });
});
