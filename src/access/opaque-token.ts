// Sessions, API tokens and the setup link are 256 random bits. Only their SHA-256 is stored: they cannot be guessed, so no slow hash is needed.
import { createHash, randomBytes } from 'node:crypto';

const API_TOKEN_PREFIX = 'tcs_';
const API_TOKEN = /^tcs_[A-Za-z0-9_-]{43}$/;
const HINT_LENGTH = API_TOKEN_PREFIX.length + 4;

export interface OpaqueToken {
  readonly text: string;
  readonly hash: string;
}

export function newSessionToken(): OpaqueToken {
  return withHash(randomBytes(32).toString('base64url'));
}

export function newApiToken(): OpaqueToken & { readonly hint: string } {
  const text = API_TOKEN_PREFIX + randomBytes(32).toString('base64url');
  return { ...withHash(text), hint: text.slice(0, HINT_LENGTH) };
}

export function looksLikeApiToken(text: string): boolean {
  return API_TOKEN.test(text);
}

export function hashToken(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function withHash(text: string): OpaqueToken {
  return { text, hash: hashToken(text) };
}
