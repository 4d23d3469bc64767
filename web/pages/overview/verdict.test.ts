import { expect, test } from 'vitest';
import type { Health } from '../../api/shapes.ts';
import { type Reports, verdictOn } from './verdict.ts';

function verdict(health: Health, watching: Health, hands: Parameters<typeof verdictOn>[1] = []) {
  const reports: Reports = {
    health: {
      status: health,
      checks: { other: { status: 'ok', message: 'Fine.' }, store: { status: health, message: `Store ${health}.` } },
    },
    watching: { status: watching, reasons: watching === 'ok' ? [] : [`Watching ${watching}.`] },
  };
  return verdictOn(reports, hands);
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

test('nobody says that all is well while something needs a hand', () => {
  const hand = { key: 'deliveries', status: 'degraded', what: '1 delivery was given up', why: '', href: '/' } as const;
  expect(verdict('ok', 'ok', [hand])).toEqual({
    status: 'degraded',
    sentence: 'This server is well, and 1 thing needs a hand',
    why: '1 delivery was given up.',
  });
  expect(verdict('ok', 'ok', [hand, hand]).sentence).toBe('This server is well, and 2 things need a hand');
  expect(verdict('ok', 'degraded', [hand]).why).toBe('Watching degraded.');
});

test('what somebody decided is told, and neither counted nor a reason for alarm', () => {
  const disabled = { key: 'trigger 7', status: 'neutral', what: '“ops” is disabled', why: '', href: '/' } as const;
  expect(verdict('ok', 'ok', [disabled])).toEqual({ status: 'ok', sentence: 'All is well', why: '“ops” is disabled.' });
  const suspended = { ...disabled, status: 'failing', what: '“ops” is suspended' } as const;
  expect(verdict('ok', 'ok', [disabled, suspended])).toEqual({
    status: 'degraded',
    sentence: 'This server is well, and 1 thing needs a hand',
    why: '“ops” is suspended.',
  });
});
