import { expect, test } from 'vitest';
import { joinedTexts } from './joined-texts.ts';

test('lines that belong together are one text, and all others stay as they are, in their order', () => {
  const trace = ['ERROR é', '\tat take', 'Caused by: refused'];
  expect(joinedTexts(['before', ...trace, '', 'behind', ' and on'])).toEqual([
    ...['before', trace.join('\n'), '', 'behind\n and on'],
  ]);
  expect(joinedTexts([])).toEqual([]);
});
