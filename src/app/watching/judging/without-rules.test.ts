import { expect, test } from 'vitest';
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';
import { withoutRules } from './without-rules.ts';

const verdict = (status: WatchingVerdict['status'], ...reasons: readonly string[]): WatchingVerdict => ({
  ...{ status, reasons, isTroubled: false },
});

test('engines without any rule in force are not green, and the reason is told beside all others', () => {
  expect(withoutRules(verdict('ok'), 0)).toEqual(verdict('degraded', expect.stringContaining('No rule is in force')));
  expect(withoutRules(verdict('failing', 'It is away.'), 0)).toMatchObject({
    status: 'failing',
    reasons: ['It is away.', expect.any(String)],
  });
});

test('with rules, or before they were read, nothing is added', () => {
  for (const inForce of [1, undefined]) expect(withoutRules(verdict('ok'), inForce)).toEqual(verdict('ok'));
});
