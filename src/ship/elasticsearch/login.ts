// How a cluster knows who we are: by an API key, by a user and a password, or not at all.
import type { Secret } from '../../config/secret.ts';

export interface Login {
  readonly apiKey: Secret | undefined;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
}

export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /** In each form in which an answer may repeat it. */
  readonly secrets: readonly string[];
}

export function authorizationOf({ apiKey, username, password }: Login): Authorization {
  if (apiKey !== undefined) return byApiKey(apiKey.reveal());
  if (username === undefined || password === undefined) return { headers: {}, secrets: [] };
  const secret = password.reveal();
  const encoded = Buffer.from(`${username}:${secret}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [secret, encoded] };
}

/** A colon is in no encoded one. */
function byApiKey(given: string): Authorization {
  const encoded = given.includes(':') ? Buffer.from(given).toString('base64') : given;
  const plain = given.includes(':') ? given : Buffer.from(given, 'base64').toString();
  const key = plain.slice(plain.indexOf(':') + 1);
  return { headers: { authorization: `ApiKey ${encoded}` }, secrets: [encoded, plain, key] };
}
