// What a new password must be.
export const PASSWORD_MIN_LENGTH = 10;
export const PASSWORD_MAX_LENGTH = 256;

/** What is wrong with a new password, as a sentence for the person who chose it, without repeating it. */
export function passwordFault(password: string, username: string | undefined): string | undefined {
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
