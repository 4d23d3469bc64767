import { describe, expect, test } from 'vitest';
import { REDACTED } from '../core/deliveries/redacted.ts';
import { ALL_CHANNELS } from './all-channels.ts';
import { secretFields, shownConfig } from './secret-fields.ts';

const { schema } = ALL_CHANNELS.webhook;
const SIGNING = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const STORED = { url: 'https://a.example/x', headers: { 'X-Key': 'k1', 'X-Other': 'k2' }, signing_secret: SIGNING };

describe('secrets of a configuration', () => {
  test('are known by their fields', () => {
    expect([...secretFields(schema).keys()]).toEqual(['headers', 'signing_secret', 'previous_signing_secret']);
    expect([...secretFields(ALL_CHANNELS.telegram.schema).keys()]).toEqual(['token']);
    expect([...secretFields(ALL_CHANNELS.slack.schema).keys()]).toEqual(['url']);
    expect([...secretFields(ALL_CHANNELS.apprise.schema).keys()]).toEqual(['key', 'urls']);
  });

  test('are shown as the placeholder, and what is not there is not', () => {
    expect(shownConfig(schema, STORED)).toEqual({
      url: 'https://a.example/x',
      headers: { 'X-Key': REDACTED, 'X-Other': REDACTED },
      signing_secret: REDACTED,
    });
  });

  test('are no secrets when they are the placeholder itself', () => {
    for (const config of [
      { ...STORED, signing_secret: REDACTED },
      { ...STORED, headers: { 'X-Key': REDACTED } },
    ])
      expect(ALL_CHANNELS.webhook.ready(config).ok).toBe(false);
    expect(ALL_CHANNELS.slack.ready({ url: REDACTED }).ok).toBe(false);
  });
});
