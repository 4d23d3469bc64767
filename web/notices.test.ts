import { expect, test } from 'vitest';
import { Notices } from './notices.ts';

test('the newest notice replaces the one before, and can be cleared', () => {
  const notices = new Notices();
  notices.say('mira was added.');
  notices.say('mira was deleted.');
  expect(notices.current.value).toBe('mira was deleted.');
  notices.clear();
  expect(notices.current.value).toBeUndefined();
});
