import { expect, test } from 'vitest';
import { keptText, withZone, zoneChoiceOf, zoneLabel, zonesLike } from './zone-choice.ts';

const NONE = { chosen: undefined, recent: [] };

test('the reader’s own zone is chosen until somebody chooses, and that is kept', () => {
  expect(zoneChoiceOf(undefined)).toEqual(NONE);
  expect(keptText(NONE)).toBeUndefined();
  const tokyo = withZone(NONE, 'Asia/Tokyo');
  expect(tokyo).toEqual({ chosen: 'Asia/Tokyo', recent: ['Asia/Tokyo'] });
  for (const choice of [tokyo, withZone(NONE, 'UTC'), withZone(tokyo, undefined)])
    expect(zoneChoiceOf(keptText(choice))).toEqual(choice);
});

test('the last four that were chosen are offered, each in its place, besides those that always are', () => {
  const names = ['Asia/Tokyo', 'Europe/Berlin', 'America/Lima', 'UTC', 'Africa/Cairo'];
  const four = names.reduce(withZone, NONE);
  expect(four.recent).toEqual(['Africa/Cairo', 'America/Lima', 'Europe/Berlin', 'Asia/Tokyo']);
  expect(withZone(four, 'Asia/Tokyo')).toEqual({ chosen: 'Asia/Tokyo', recent: four.recent });
  expect(withZone(four, 'Asia/Dubai').recent).toEqual(['Asia/Dubai', 'Africa/Cairo', 'America/Lima', 'Europe/Berlin']);
});

test('what the browser does not know as a zone is none', () => {
  expect(zoneChoiceOf('Middle/Earth\nAsia/Tokyo\n<b>')).toEqual({ chosen: undefined, recent: ['Asia/Tokyo'] });
});

test('zones are found by a part of their name, as people write it, what begins with it first', () => {
  const all = ['America/New_York', 'America/North_Dakota/Center', 'Asia/Yakutsk', 'Europe/York_Bay'];
  expect(zonesLike('', all)).toEqual(all);
  expect(zonesLike(' new york ', all)).toEqual(['America/New_York']);
  expect(zonesLike('york', all)).toEqual(['Europe/York_Bay', 'America/New_York']);
  expect(zonesLike('nowhere', all)).toEqual([]);
  expect(zonesLike('').length).toBeGreaterThan(300);
});

test('a zone is found by a name that the browser takes and does not list', () => {
  const listed = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Kolkata' }).resolvedOptions().timeZone;
  expect(zonesLike('Kolkata', ['Asia/Tokyo'])).toEqual([listed]);
});

test('a zone is called by its city', () => {
  expect(zoneLabel('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(zoneLabel('UTC')).toBe('UTC');
});
