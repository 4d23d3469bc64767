import { describe, expect, test } from 'vitest';
import { captureIo } from '../../../test/support/captured-io.ts';
import { askPassword, readLine } from './password-prompt.ts';

async function typed(keys: readonly string[]): Promise<string | undefined> {
  const captured = captureIo({ terminal: true });
  const answer = askPassword('? ', captured.io);
  for (const key of keys) captured.stdin.write(key);
  const password = await answer;
  expect(captured.stderr()).toBe('? \n');
  expect(captured.stdout()).toBe('');
  return password;
}

describe('a password that is typed', () => {
  test.each([
    [['hunter2\r'], 'hunter2'],
    [['hunt', 'er2', '\n'], 'hunter2'],
    [['hunterr\u007f2\r'], 'hunter2'],
    [['wrong\u0015hunter2\r'], 'hunter2'],
    [['gr\u00fc\u00dfe\u{1f511}x\b\r'], 'gr\u00fc\u00dfe\u{1f511}'],
    [['hunter2', '\u001b[A', '\r'], 'hunter2'],
    [['\r'], ''],
    [['hunt\u0003'], undefined],
  ])('as %j is %j, and nothing of it is shown', async (keys, password) => expect(await typed(keys)).toBe(password));

  test('can be asked for twice', async () => {
    const captured = captureIo({ terminal: true });
    const first = askPassword('? ', captured.io);
    captured.stdin.write('a\r');
    expect(await first).toBe('a');
    const second = askPassword('? ', captured.io);
    captured.stdin.write('b\r');
    expect(await second).toBe('b');
  });

  test('is given up when the terminal goes away', async () => {
    const captured = captureIo({ terminal: true });
    const answer = askPassword('? ', captured.io);
    captured.stdin.end();
    expect(await answer).toBeUndefined();
  });
});

describe('the first line of an input', () => {
  test.each([
    ['a\nb\n', 'a'],
    ['a\r\n', 'a'],
    ['a', 'a'],
    ['', undefined],
    ['\nb', undefined],
  ])('of %j is %j', async (text, line) => {
    const captured = captureIo();
    captured.stdin.end(text);
    expect(await readLine(captured.stdin)).toBe(line);
  });
});
