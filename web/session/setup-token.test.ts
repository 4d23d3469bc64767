import { describe, expect, test } from 'vitest';
import { pastedSetupToken, takeSetupToken } from './setup-token.ts';

const TOKEN = 'Zk3_-q9vR2';

function open(hash: string) {
  const shown: string[] = [];
  const taken = takeSetupToken({
    location: { hash, pathname: '/setup', search: '?a=1' },
    history: {
      replaceState: (_data: unknown, _title: string, url?: string | URL | null) => void shown.push(String(url)),
    },
  });
  return { taken, shown };
}

describe('the setup token', () => {
  test('is taken from the address, and out of the address bar', () => {
    expect(open(`#token=${TOKEN}`)).toEqual({ taken: TOKEN, shown: ['/setup?a=1'] });
  });

  test('that is not there leaves the address as it is', () => {
    expect(open('')).toEqual({ taken: undefined, shown: [] });
    expect(open('#content')).toEqual({ taken: undefined, shown: [] });
  });

  test.each([`http://localhost:8080/setup#token=${TOKEN}`, `  ${TOKEN}\n`, `#token=${TOKEN}`])(
    'is found in what a person pasted: %j',
    (text) => {
      expect(pastedSetupToken(text)).toBe(TOKEN);
    },
  );
});
