import { expect, test } from 'vitest';
import { sentText } from './sent-text.ts';

test('a message that is sent is one line without the sequences and characters that steer a terminal', () => {
  expect(sentText('deploy\nfailed \u001b[31mred\u001b[0m!')).toBe('deploy failed red!');
  expect(sentText(' \r\n a\u0007 \n\n\t\u001b]0;title\u0007b\u202e ')).toBe('a b');
  expect(sentText('\u001b')).toBe('');
  expect(sentText('ärger 漢字 😀')).toBe('ärger 漢字 😀');
});

test('a message of which nothing can be shown is empty, whatever stands between', () => {
  for (const message of [' \u001b \u0007 ', '\u0007 \n', '\u001b[31m\u001b[0m', ' \u202e\n\u0000 \r'])
    expect(sentText(message), JSON.stringify(message)).toBe('');
});

test('a message is no longer than any other, and a cut one says so', () => {
  const text = sentText(`\u001b[1m${'\u0007'.repeat(9_000)}${'x'.repeat(900)}`);
  expect([Buffer.byteLength(text), text.slice(0, 3), text.at(-1)]).toEqual([500, 'xxx', '…']);
});
