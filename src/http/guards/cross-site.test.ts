import { describe, expect, test } from 'vitest';
import { type BrowserRequest, refuseCrossSite } from './cross-site.ts';

const own = ['http://tocsin.lan:8080', 'https://tocsin.example'];

function passes(request: Partial<BrowserRequest>): boolean {
  try {
    refuseCrossSite({ method: 'POST', secFetchSite: undefined, origin: undefined, ownOrigins: own, ...request });
    return true;
  } catch {
    return false;
  }
}

describe('requests from other sites', () => {
  test('are refused by the relation that the browser names', () => {
    for (const secFetchSite of ['cross-site', 'same-site', '', 'nonsense'])
      expect(passes({ secFetchSite })).toBe(false);
    for (const secFetchSite of ['same-origin', 'none']) expect(passes({ secFetchSite })).toBe(true);
  });

  test('are refused by their origin where the browser names no relation', () => {
    expect(passes({ origin: 'http://tocsin.lan:8080' })).toBe(true);
    expect(passes({ origin: 'https://Tocsin.example' })).toBe(true);
    for (const origin of ['https://evil.example', 'null', 'http://tocsin.lan', 'https://tocsin.example.evil.example']) {
      expect(passes({ origin })).toBe(false);
    }
  });

  test('cannot hide behind an own origin when the relation says otherwise', () => {
    expect(passes({ secFetchSite: 'cross-site', origin: 'https://tocsin.example' })).toBe(false);
  });

  test('pass when they are programs, or only read', () => {
    expect(passes({})).toBe(true);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) expect(passes({ method, secFetchSite: 'cross-site' })).toBe(true);
    for (const method of ['PATCH', 'DELETE', 'PUT']) expect(passes({ method, secFetchSite: 'cross-site' })).toBe(false);
  });
});
