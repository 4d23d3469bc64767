import { expect, test } from 'vitest';
import { hopsInText, hopsOf, hopsOfHeader, hopsWithin, MOST_TOLD_HOPS } from './hops.ts';

const PAYLOAD = { type: 'event.triggered', data: { event: { id: '7', metadata: { tocsin_hops: 3, host: 'a' } } } };

test('hops are what is said, and the most there can be where that cannot be read', () => {
  const read = (...values: readonly unknown[]) => values.map((tocsin_hops) => hopsOf({ tocsin_hops }));
  expect(hopsOf({})).toBe(0);
  expect(read(0, 2, '2', ' 02 ', 1e9, '1'.repeat(400))).toEqual([0, 2, 2, 2, 99, 99]);
  expect(read(-1, 1.5, Number.NaN, null, true, {}, [2], '', 'two', '0x2', '-2', '2 hops')).toEqual(
    Array(12).fill(MOST_TOLD_HOPS),
  );
});

test.each([
  ['2', 2],
  [' 2 ', 2],
  ['02', 2],
  ['2, 3', 3],
  ['3,2', 3],
  ['100', MOST_TOLD_HOPS],
  ['', MOST_TOLD_HOPS],
  ['abc', MOST_TOLD_HOPS],
  ['-5', MOST_TOLD_HOPS],
  ['1.5', MOST_TOLD_HOPS],
  ['2, abc', MOST_TOLD_HOPS],
  ['2;3', MOST_TOLD_HOPS],
])('a header "%s" says %i', (header, hops) => expect(hopsOfHeader(header)).toBe(hops));

test.each([
  ['the metadata', PAYLOAD.data.event.metadata, 3],
  ['the whole payload in a field', { payload: PAYLOAD }, 3],
  ['the payload as a text', { body: JSON.stringify(PAYLOAD) }, 3],
  ['the payload as a text in a text', { body: JSON.stringify({ raw: JSON.stringify(PAYLOAD) }) }, 3],
  ['values made texts', { tocsin_hops: '3' }, 3],
  ['headers among the metadata', { headers: { 'Tocsin-Hops': '3', other: '9' } }, 3],
  ['several, of which the most counts', { tocsin_hops: 1, before: { tocsin_hops: 2 } }, 2],
  ['something else in its place', { before: { tocsin_hops: null } }, MOST_TOLD_HOPS],
  ['nothing of it', { hops: 7, text: 'no tocsin hops here' }, 0],
])('hops are found in %s', (_, metadata, hops) => expect(hopsWithin(JSON.stringify(metadata))).toBe(hops));

test('hops are found in a message that is a payload, and not in one that only speaks of them', () => {
  expect(hopsInText(`got ${JSON.stringify(PAYLOAD)}`)).toBe(3);
  expect(hopsInText('tocsin_hops=2&x=1')).toBe(2);
  expect(hopsInText('tocsin_hops: see the guide')).toBe(0);
  expect(hopsInText('disk full')).toBe(0);
});

test('looking for hops takes time in proportion to the text, whatever it is', () => {
  const cpuMs = (text: string): number => {
    const began = process.cpuUsage();
    hopsWithin(text);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
  for (const piece of ['tocsin_hops', 'tocsin_hops\\\\', 'tocsin_hops   ', 'tocsin_hops":"', '\\"\'', 'tocsin_'])
    expect([piece, cpuMs(piece.repeat(20_000)) < 500]).toEqual([piece, true]);
});
