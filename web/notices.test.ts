import { expect, test } from 'vitest';
import { Notices } from './notices.ts';

test('the newest notice replaces the one before, and can be cleared', () => {
  const notices = new Notices();
  notices.say('mira was added.');
  notices.say('mira was deleted.');
  expect(notices.current.value).toBe('mira was deleted.');
  notices.warn('It stumbled.');
  expect([notices.current.value, notices.isTrouble]).toEqual(['It stumbled.', true]);
  notices.say('mira was added again.');
  expect(notices.isTrouble).toBe(false);
  notices.clear();
  expect(notices.current.value).toBeUndefined();
});

test('a notice is of its page, unless what it is about ends with a way to another', () => {
  const notices = new Notices();
  notices.say('It is being tried again.');
  notices.pageChanged();
  expect(notices.current.value).toBeUndefined();
  notices.sayOnNextPage('“ops” was saved.');
  notices.pageChanged();
  expect(notices.current.value).toBe('“ops” was saved.');
  notices.pageChanged();
  expect(notices.current.value).toBeUndefined();
});
