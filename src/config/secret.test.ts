import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

test('a secret cannot be printed in any way, and gives its value only when it is revealed', () => {
  const secret = new Secret('hunter2');
  const ways = [
    String(secret),
    `${secret}`,
    `x${secret as unknown as string}`,
    secret.toString(),
    JSON.stringify(secret),
    JSON.stringify({ deep: [secret] }),
    inspect(secret, { showHidden: true, depth: 9 }),
    inspect({ deep: { secret } }, { depth: 9 }),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(structuredClone({ ...secret })),
    Object.getOwnPropertyNames(secret).join(),
    String(new Error('x', { cause: secret }).cause),
  ];
  expect(ways.join('\n')).not.toContain('hunter2');
  expect(ways.slice(0, 5)).toEqual(['[redacted]', '[redacted]', 'x[redacted]', '[redacted]', '"[redacted]"']);
  expect(secret.reveal()).toBe('hunter2');
});
