import type { ErrorDetail } from '../../core/errors.ts';

export const PASSWORD_MIN_LENGTH = 10;
const PASSWORD_MAX_LENGTH = 256;

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$/;

/** What is wrong with a new account's name or password, for the person who chose it. */
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

function passwordFault(password: string, username: string | undefined): string | undefined {
  const length = [...password].length;
  if (length < PASSWORD_MIN_LENGTH)
    return `A password has at least ${PASSWORD_MIN_LENGTH} characters; this one has ${length}.`;
  if (length > PASSWORD_MAX_LENGTH)
    return `A password has at most ${PASSWORD_MAX_LENGTH} characters; this one has ${length}.`;
  if (new Set(password).size < 4) return 'This password repeats the same few characters; choose another one.';
  if (username !== undefined && password.toLowerCase() === username.toLowerCase())
    return 'The password must not be the user name.';
  return undefined;
}
