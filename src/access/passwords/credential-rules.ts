// What is wrong with a new account's name or password, for the person who chose it.
import type { ErrorDetail } from '../../core/errors.ts';
import { passwordFault } from '../../core/password-rule.ts';

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/;

export function credentialFaults(wanted: { readonly username?: string; readonly password?: string }): ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  const { username, password } = wanted;
  if (username !== undefined && !USERNAME.test(username)) {
    faults.push({
      path: 'username',
      message: 'A user name has 1 to 64 letters, digits or . _ @ + - and begins with a letter or digit.',
    });
  }
  if (password === undefined) return faults;
  const message = passwordFault(password, username);
  return message ? [...faults, { path: 'password', message }] : faults;
}
