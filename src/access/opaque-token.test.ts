import { describe, expect, test } from 'vitest';
import { hashToken, looksLikeApiToken, newApiToken, newSessionToken } from './opaque-token.ts';

describe('opaque tokens', () => {
  test('carry 256 random bits, and differ', () => {
    const texts = new Set(Array.from({ length: 1000 }, () => newSessionToken().text));
    expect(texts.size).toBe(1000);
    for (const text of texts) expect(Buffer.from(text, 'base64url').length).toBe(32);
  });

  test('are stored as a hash that the text leads to', () => {
    const token = newApiToken();
    expect(token.hash).toBe(hashToken(token.text));
    expect(token.hash).not.toContain(token.text);
  });

  test('of the API are known by their prefix and length, and hint at four characters only', () => {
    const token = newApiToken();
    expect(looksLikeApiToken(token.text)).toBe(true);
    expect(token.hint).toBe(token.text.slice(0, 8));
    for (const wrong of ['', 'tcs_', `${token.text}x`, token.text.slice(1), `TCS_${token.text.slice(4)}`]) {
      expect(looksLikeApiToken(wrong)).toBe(false);
    }
  });
});
