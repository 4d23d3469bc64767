import { argon2Sync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isTocsinError } from '../../core/errors.ts';
import { PasswordHasher } from './password-hasher.ts';

const refused: { readonly waiting: number }[] = [];
const occurrences = { passwordRefused: (refusal: { readonly waiting: number }) => void refused.push(refusal) };
const passwords = await PasswordHasher.prepare({ occurrences });

describe('passwords', () => {
  test('a hash opens for its password alone, and is salted', async () => {
    const [one, two] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify('correct horse', one)).toBe(true);
    expect(await passwords.verify('correct hors', one)).toBe(false);
  });

  test('the same letters match however they were composed', async () => {
    expect(await passwords.verify('Ame\u0301lie-secret', await passwords.hash('Am\u00e9lie-secret'))).toBe(true);
  });

  test('a hash with another cost, made by other software, is read by its own parameters', async () => {
    const salt = randomBytes(16);
    const hash = argon2Sync('argon2id', {
      message: 'pw',
      nonce: salt,
      memory: 1024,
      passes: 3,
      parallelism: 2,
      tagLength: 24,
    });
    const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
    expect(await passwords.verify('pw', `$argon2id$v=19$m=1024,t=3,p=2$${text(salt)}$${text(hash)}`)).toBe(true);
  });

  test('where there is no account, no password is right', async () => {
    expect(await passwords.verify('anything', undefined)).toBe(false);
  });

  test('a wrong password takes about as long for an account as for none', async () => {
    const stored = await passwords.hash('correct horse');
    const timed = async (hash: string | undefined): Promise<number> => {
      const started = performance.now();
      await passwords.verify('wrong', hash);
      return performance.now() - started;
    };
    // In turns, so that what else this machine does slows down both alike.
    const fastest = { account: Number.POSITIVE_INFINITY, nobody: Number.POSITIVE_INFINITY };
    for (let i = 0; i < 15; i += 1) {
      fastest.account = Math.min(fastest.account, await timed(stored));
      fastest.nobody = Math.min(fastest.nobody, await timed(undefined));
    }
    const ratio = fastest.account / fastest.nobody;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('a flood of logins is turned away instead of queued for ever', async () => {
    const stored = await passwords.hash('correct horse');
    const results = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.verify('x', stored)));
    const failures = results.filter((result) => result.status === 'rejected');
    expect(failures.length).toBe(80 - 52);
    expect(failures.every(({ reason }) => isTocsinError(reason, 'too_many_requests'))).toBe(true);
    expect(refused).toEqual(failures.map(() => ({ waiting: 50 })));
  });
});
