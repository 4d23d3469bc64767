import { expect, test } from 'vitest';
import { Notices } from './notices.ts';

test('the newest notice replaces the one before, and can be cleared', () => {
  const notices = new Notices();
  notices.say('mira was added.');
  notices.say('mira was deleted.');
  expect(notices.current.value).toEqual({ text: 'mira was deleted.', isTrouble: false });
  notices.warn('It stumbled.');
  expect(notices.current.value).toEqual({ text: 'It stumbled.', isTrouble: true });
  notices.clear();
  expect(notices.current.value).toBeUndefined();
});

test('the same words again are another notice, as is the same trouble that was only news before', () => {
  const notices = new Notices();
  const seen: (boolean | undefined)[] = [];
  notices.current.subscribe((notice) => seen.push(notice?.isTrouble));
  notices.say('It stumbled.');
  notices.say('It stumbled.');
  notices.warn('It stumbled.');
  expect(seen).toEqual([undefined, false, false, true]);
});

test('a notice is of its page, unless what it is about ends with a way to another', () => {
  const notices = new Notices();
  notices.say('It is being tried again.');
  notices.pageChanged();
  expect(notices.current.value).toBeUndefined();
  notices.sayOnNextPage('“ops” was saved.');
  notices.pageChanged();
  expect(notices.current.value?.text).toBe('“ops” was saved.');
  notices.pageChanged();
  expect(notices.current.value).toBeUndefined();
});
