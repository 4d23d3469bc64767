import { expect, test } from 'vitest';
import { endsOf, type KeyedSpan, lastStep, spanAfter, stepAt } from './keyed-span.ts';
import { SPAN_KEYS } from './span-keys.ts';
import { stepsOf } from './span-steps.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-11-26T12:00:00.000Z');
/** Forty-eight steps of half an hour. */
const DAY = stepsOf(NOON - 24 * HOUR_MS, NOON);

/** In hours before noon, after these keys; `+` stands for Shift. */
function hoursAfter(keys: string, steps = DAY): readonly [from: number, to: number] {
  const span = keys.split(' ').reduce<KeyedSpan>((before, pressed) => {
    const [key = '', shiftKey] = [pressed.replace('+', ''), pressed.startsWith('+')];
    return spanAfter(before, { key, shiftKey }, steps) ?? before;
  }, lastStep(steps));
  const { from, to } = endsOf(span, steps);
  return [(NOON - from) / HOUR_MS, (NOON - to) / HOUR_MS];
}

test.each([
  ['Tab', 0.5, 0],
  ['ArrowLeft', 1, 0.5],
  ['ArrowDown ArrowLeft ArrowRight', 1, 0.5],
  ['PageDown', 3.5, 3],
  ['PageDown PageUp', 0.5, 0],
  ['Home', 24, 23.5],
  ['Home ArrowLeft', 24, 23.5],
  ['Home End ArrowUp', 0.5, 0],
  ['ArrowLeft +ArrowLeft +ArrowLeft', 2, 0.5],
  ['PageDown +ArrowRight +ArrowRight', 3.5, 2],
  ['PageDown +ArrowRight +ArrowLeft +ArrowLeft', 4, 3],
  ['+Home', 24, 0],
  ['+Home ArrowRight', 23.5, 23],
  ['+Home Escape', 24, 23.5],
])('after %s the span goes from %s to %s hours before the end', (keys, from, to) => {
  expect(hoursAfter(keys)).toEqual([from, to]);
});

test('a key that moves nothing is left to others', () => {
  for (const key of ['Tab', 'Enter', 'Escape', 'a'])
    expect(spanAfter(lastStep(DAY), { key, shiftKey: false }, DAY)).toBeUndefined();
});

test('a span stays at its time while the steps move on, as far as it is still shown', () => {
  const span = { anchor: NOON - 24 * HOUR_MS, here: NOON - 23 * HOUR_MS };
  const later = stepsOf(NOON - 23.5 * HOUR_MS, NOON + 0.5 * HOUR_MS);
  expect(endsOf(span, later)).toEqual({ from: NOON - 23.5 * HOUR_MS, to: NOON - 22.5 * HOUR_MS });
  expect(stepAt(NOON, DAY)).toBe(DAY.count - 1);
});

test('the help tells of every key that moves it, and of none that does nothing', () => {
  const long = { ...lastStep(DAY), anchor: DAY.from };
  const told = SPAN_KEYS.flatMap(({ keys }) => keys).filter((key) => !['Shift', 'Enter'].includes(key));
  for (const key of told) expect(spanAfter(long, { key, shiftKey: false }, DAY), key).toBeDefined();
  const keys = [...['Up', 'Down', 'Left', 'Right'].map((way) => `Arrow${way}`), 'Home', 'End', 'Escape'];
  expect(told.toSorted()).toEqual([...keys, 'PageUp', 'PageDown'].toSorted());
});
