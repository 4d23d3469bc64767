import { expect, test } from 'vitest';
import type { Health } from '../../api/shapes.ts';
import { verdictOn } from './verdict.ts';

function verdict(health: Health, watching: Health) {
  return verdictOn({
    health: {
      status: health,
      checks: { other: { status: 'ok', message: 'Fine.' }, store: { status: health, message: `Store ${health}.` } },
    },
    watching: { status: watching, reasons: watching === 'ok' ? [] : [`Watching ${watching}.`] },
  });
}

test.each([
  ['ok', 'ok', 'ok', undefined],
  ['ok', 'degraded', 'degraded', 'Watching degraded.'],
  ['ok', 'failing', 'failing', 'Watching failing.'],
  ['degraded', 'ok', 'degraded', 'Store degraded.'],
  ['degraded', 'degraded', 'degraded', 'Store degraded.'],
  ['degraded', 'failing', 'failing', 'Watching failing.'],
  ['failing', 'ok', 'failing', 'Store failing.'],
  ['failing', 'failing', 'failing', 'Store failing.'],
] as const)('health %s and watching %s make %s, and it says why', (...[health, watching, status, why]) => {
  expect(verdict(health, watching)).toMatchObject({ status, why });
});
