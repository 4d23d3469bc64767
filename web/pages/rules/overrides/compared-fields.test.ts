import { expect, test } from 'vitest';
import type { Rule } from '../../../api/shapes.ts';
import { comparedFields } from './compared-fields.ts';

const DISK = {
  pattern: 'disk',
  exclude_pattern: null,
  field: null,
  severity: 'error',
  streams: 'both',
  cooldown_seconds: 300,
  threshold_count: null,
  threshold_window_seconds: null,
  enabled: true,
} as Rule;
const other = (change: Partial<Rule>): Rule => ({ ...DISK, ...change });

/** As a table is read: the name of the field, then each column. */
const linesOf = (overrides: readonly Rule[]) =>
  comparedFields(DISK, overrides).map(({ name, cells }) => [name, ...cells.map(({ says, is }) => `${is}: ${says}`)]);

test('a field stands there when any override changes it, and is the same or another in each', () => {
  expect(linesOf([other({ pattern: 'disk full' }), other({ cooldown_seconds: 3_600 })])).toEqual([
    ['Pattern', 'own: disk', 'other: disk full', 'same: disk'],
    ['Cooldown', 'own: 5 min', 'same: 5 min', 'other: 1 h'],
  ]);
});

test('every field that says when a line becomes an event is compared', () => {
  const all = other({
    pattern: 'x',
    exclude_pattern: 'y',
    field: 'level',
    severity: 'info',
    streams: 'stderr',
    cooldown_seconds: 0,
    threshold_count: 5,
    threshold_window_seconds: 60,
  });
  expect(linesOf([all])).toEqual([
    ['Pattern', 'own: disk', 'other: x'],
    ['But not', 'own: Nothing', 'other: y'],
    ['Field', 'own: None: the whole line', 'other: level'],
    ['Severity', 'own: error', 'other: info'],
    ['Streams', 'own: Both', 'other: Standard error'],
    ['Cooldown', 'own: 5 min', 'other: None'],
    ['Threshold', 'own: None', 'other: 5 within 1 min'],
  ]);
});

test('what reads the same and is another is another', () => {
  expect(linesOf([other({ exclude_pattern: 'Nothing' })])).toEqual([['But not', 'own: Nothing', 'other: Nothing']]);
});

test('what an override says that is switched off is not used, and makes no difference', () => {
  const off = other({ pattern: 'disk full', severity: 'info', enabled: false });
  expect(linesOf([off])).toEqual([]);
  expect(linesOf([off, other({ severity: 'warn' })])).toEqual([
    ['Severity', 'own: error', 'unused: info', 'other: warn'],
  ]);
});

test('half of a threshold makes it another one', () => {
  const rule = other({ threshold_count: 5, threshold_window_seconds: 60 });
  const [field] = comparedFields(rule, [{ ...rule, threshold_count: 3 }]);
  expect(field?.cells).toEqual([
    { says: '5 within 1 min', is: 'own' },
    { says: '3 within 1 min', is: 'other' },
  ]);
});
