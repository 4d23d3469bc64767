import { describe, expect, test } from 'vitest';
import { REDACTED } from '../core/deliveries/redacted.ts';
import { ALL_CHANNELS } from './all-channels.ts';
import { keepSecrets } from './keep-secrets.ts';
import type { RawConfig } from './secret-fields.ts';

const { schema } = ALL_CHANNELS.webhook;
const SIGNING = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const STORED = { url: 'https://a.example/x', headers: { 'X-Key': 'k1', 'X-Other': 'k2' }, signing_secret: SIGNING };

const kept = (given: RawConfig, stored: RawConfig | undefined = STORED) => keepSecrets(schema, given, stored);

describe('secrets of a configuration', () => {
  test('stay as they are stored where the placeholder is written, also beside new ones', () => {
    const given = {
      url: 'https://a.example/y',
      headers: { 'X-Key': REDACTED, 'X-New': 'k3' },
      signing_secret: REDACTED,
    };
    expect(kept(given)).toEqual({
      ok: true,
      config: { url: 'https://a.example/y', headers: { 'X-Key': 'k1', 'X-New': 'k3' }, signing_secret: SIGNING },
    });
  });

  test('stay as they are stored also where the name of a header is written in other letters', () => {
    expect(kept({ url: STORED.url, headers: { 'x-key': REDACTED, 'X-OTHER': REDACTED } })).toEqual({
      ok: true,
      config: { url: STORED.url, headers: { 'x-key': 'k1', 'X-OTHER': 'k2' } },
    });
    const twice = ALL_CHANNELS.webhook.ready({ ...STORED, headers: { 'X-Key': 'a', 'x-key': 'b' } });
    expect(twice).toMatchObject({
      ok: false,
      faults: [{ path: 'headers', message: expect.stringContaining('twice') }],
    });
  });

  test('that are not stored cannot be kept', () => {
    const given = {
      url: 'https://a.example/',
      headers: { 'X-New': REDACTED, constructor: REDACTED },
      previous_signing_secret: REDACTED,
    };
    const faults = ['headers.X-New', 'headers.constructor', 'previous_signing_secret'];
    for (const stored of [STORED, undefined]) {
      const result = keepSecrets(schema, given, stored);
      expect(result.ok ? [] : result.faults.map(({ path }) => path)).toEqual(faults);
    }
  });

  test('do not go to another host than the one that they were written for; what only signs does', () => {
    for (const url of [
      'https://b.example/x',
      'http://a.example/x',
      'https://a.example:444/x',
      'https://a.example@b.example/',
    ]) {
      const result = kept({ ...STORED, url, headers: { 'X-Key': REDACTED }, signing_secret: REDACTED });
      expect(result).toMatchObject({
        ok: false,
        faults: [{ path: 'headers.X-Key', message: expect.stringContaining('another host') }],
      });
    }
    expect(kept({ url: 'https://b.example/', signing_secret: REDACTED })).toMatchObject({
      ok: true,
      config: { signing_secret: SIGNING },
    });
    const mail = { host: 'a', port: 25, username: 'u', password: 'secret' };
    const moved = keepSecrets(ALL_CHANNELS.email.schema, { ...mail, host: 'b', password: REDACTED }, mail);
    expect(moved.ok).toBe(false);
    const byAddress = { ...mail, host: 'fd00::1' };
    for (const host of ['fd00::2', 'fe80::1', 'FD00::1', 'ftp:x'])
      expect(keepSecrets(ALL_CHANNELS.email.schema, { ...byAddress, host, password: REDACTED }, byAddress).ok).toBe(
        false,
      );
  });
});
