import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { createHealth, type HealthParts } from './health.ts';

const UNWRITABLE = { ok: false, reason: 'The disk is full.' } as const;
const NOTHING_WATCHED = expect.stringContaining('Nothing is watched');

function healthOf(
  parts: { readonly store?: { ok: true } | typeof UNWRITABLE; readonly backgroundRuns?: boolean } = {},
) {
  const { store = { ok: true }, backgroundRuns = true } = parts;
  const all: HealthParts = {
    version: '1.2.3',
    clock: new ManualClock(),
    store: { checkWritable: async () => store },
    backgroundRuns: async () => backgroundRuns,
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
      },
    });
  });

  test('is degraded, and no more than that, when nobody runs the background tasks', async () => {
    expect(await healthOf({ backgroundRuns: false }).health()).toMatchObject({
      status: 'degraded',
      checks: { store: { status: 'ok' }, background: { status: 'degraded' } },
    });
  });

  test('is degraded when nobody can say in time whether the background tasks run', async () => {
    const clock = new ManualClock();
    const never = new Promise<boolean>(() => {});
    const store = { checkWritable: async () => ({ ok: true }) as const };
    const asked = createHealth({ version: '1.2.3', clock, store, backgroundRuns: () => never }).health();
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
  test('is degraded while nothing is set up that could be watched, whoever runs the background tasks', async () => {
    for (const backgroundRuns of [true, false])
      expect(await healthOf({ backgroundRuns }).watching()).toEqual({ status: 'degraded', reasons: [NOTHING_WATCHED] });
  });

  test('fails when the store cannot be written, and says that first', async () => {
    expect(await healthOf({ store: UNWRITABLE }).watching()).toEqual({
      status: 'failing',
      reasons: [UNWRITABLE.reason, NOTHING_WATCHED],
    });
  });
});
