import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ALL_CHANNELS, CHANNEL_KINDS } from '../../../src/channels/all-channels.ts';
import { keepSecrets } from '../../../src/channels/keep-secrets.ts';
import { secretFields, shownConfig } from '../../../src/channels/secret-fields.ts';
import { REDACTED } from '../../../src/core/deliveries/redacted.ts';
import { captureLog } from '../../support/captured-log.ts';
import { startFaultyReceiver } from '../../support/faulty-receiver/receiver.ts';
import { guarded, namesOf } from '../../support/guarded.ts';
import {
  CANARIES,
  OLD_SIGNING,
  readyFor,
  SIGNING,
  sampleMessage,
  toolsFor,
  WEB_KINDS,
  webConfig,
} from './channel-under-test.ts';
import { MAIL_PASSWORD, mailScene } from './mail-under-test.ts';

const never = new AbortController().signal;
const SECRETS = [...CANARIES, SIGNING, OLD_SIGNING, MAIL_PASSWORD];

/** In each spelling in which a text may hold a secret. */
const traces = SECRETS.flatMap((secret) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]);

function expectNoSecret(...values: readonly unknown[]): void {
  const log = captureLog();
  for (const value of values)
    log.logger.error('delivery_attempted', { attempt: value, text: inspect(value, { depth: 9 }) });
  const seen =
    values.map((value) => JSON.stringify(value) + inspect(value, { depth: 9, showHidden: true })).join('') + log.text();
  expect(traces.filter((trace) => seen.includes(trace))).toEqual([]);
}

describe.each(WEB_KINDS)('no secret of %s', (kind) => {
  test('is in what is kept of an attempt, when the receiver repeats all that it got', async () => {
    for (const status of [200, 401, 500]) {
      const receiver = await startFaultyReceiver({
        reply: ({ method, path, headers, body }) => ({
          status,
          headers: { 'Retry-After': '1' },
          body:
            status === 401
              ? JSON.stringify({ path, headers, body })
              : `${method} ${path} ${JSON.stringify(headers)} ${body}`,
        }),
      });
      const channel = readyFor(kind, webConfig(kind, receiver.url), toolsFor());
      const attempt = await channel.send(sampleMessage({ isTest: true }), never);
      expect(attempt.status).toBe(status);
      expectNoSecret(attempt, channel, channel.destination, channel.target.host);
      const [request] = receiver.requests;
      const sent = `${request?.path} ${JSON.stringify(request?.headers)} ${request?.body}`;
      // It did get one, or this test shows nothing.
      expect(kind === 'webhook' || traces.some((trace) => sent.includes(trace)) || sent.includes(basicOf('me'))).toBe(
        true,
      );
      expect(attempt.excerpt).not.toContain(basicOf('me'));
    }
  });

  test('is in what is kept of an attempt, when the receiver repeats a part of it, in whatever spelling', async () => {
    const own = CANARIES.filter((secret) =>
      JSON.stringify(webConfig(kind, 'http://x')).includes(JSON.stringify(secret).slice(1, -1)),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const secret of own)
      for (const [name, spelt] of Object.entries(spellingsOf(secret))) {
        const receiver = await startFaultyReceiver({ reply: () => ({ status: 401, body: spelt }) });
        const channel = readyFor(kind, webConfig(kind, receiver.url), toolsFor());
        const { excerpt } = await channel.send(sampleMessage({ isTest: true }), never);
        expect([name, excerpt]).toEqual([name, expect.stringContaining('[redacted]')]);
        expectNoSecret(excerpt);
      }
  });

  test('is in the fault when it cannot be reached, is not allowed, or is no configuration', async () => {
    const gone = await startFaultyReceiver();
    await gone.down();
    const refused = await readyFor(kind, webConfig(kind, gone.url), toolsFor()).send(sampleMessage(), never);
    const tools = { ...toolsFor(), ...guarded({ lookup: namesOf({}) }) };
    const denied = await readyFor(kind, webConfig(kind, gone.url), tools).send(sampleMessage(), never);
    const unknown = await readyFor(kind, webConfig(kind, 'http://nowhere.example'), tools).send(sampleMessage(), never);
    const broken = ALL_CHANNELS[kind].ready({ ...webConfig(kind, 'gopher://x'), surplus: 1 });
    expect([refused, denied, unknown].map(({ status }) => status)).toEqual([null, null, null]);
    expect(broken.ok).toBe(false);
    expectNoSecret(refused, denied, unknown, broken);
  });

  test('is in its configuration as it is shown, and all of them are named', () => {
    const { schema, mainSecret } = ALL_CHANNELS[kind];
    const shown = shownConfig(schema, webConfig(kind, 'http://127.0.0.1:1'));
    expectNoSecret(shown);
    expect(JSON.stringify(shown)).toContain(REDACTED);
    expect([...secretFields(schema).keys()]).toContain(mainSecret);
  });

  test('is lost where its configuration comes back as it was shown', () => {
    const { schema } = ALL_CHANNELS[kind];
    const stored = webConfig(kind, 'http://127.0.0.1:1');
    expect(keepSecrets(schema, shownConfig(schema, stored), stored)).toEqual({ ok: true, config: stored });
  });
});

test('no secret of a mail is in what is kept of an attempt, whatever the server repeats', async () => {
  const plain = Buffer.from(`\0tocsin\0${MAIL_PASSWORD}`).toString('base64');
  const said = [`535 no ${MAIL_PASSWORD}`, `535 no ${plain}`];
  for (const answer of said) {
    const { receiver, channel } = await mailScene({ answers: { AUTH: answer } });
    const attempt = await channel.send(sampleMessage({ isTest: true }), never);
    expect(receiver.commands.join()).toContain(plain);
    expect(attempt).toMatchObject({ status: 535, verdict: { reason: 'unauthorized' } });
    expectNoSecret(attempt);
    expect(attempt.excerpt).not.toContain(plain);
  }
  const { channel } = await mailScene();
  expectNoSecret(await channel.send(sampleMessage({ isTest: true }), never), channel);
});

test('nothing of an answer is looked at where nobody is shown it', async () => {
  const receiver = await startFaultyReceiver({ reply: () => ({ status: 500, body: 'no' }) });
  const channel = readyFor('webhook', webConfig('webhook', receiver.url), toolsFor());
  expect((await channel.send(sampleMessage(), never)).excerpt).toBe(null);
  expect((await channel.send(sampleMessage({ isTest: true }), never)).excerpt).toBe('no');
  const { channel: mail } = await mailScene();
  expect((await mail.send(sampleMessage(), never)).excerpt).toBe(null);
});

test('every channel has a secret that a trigger can write by itself', () => {
  for (const kind of CHANNEL_KINDS) {
    const { schema, mainSecret } = ALL_CHANNELS[kind];
    expect([kind, secretFields(schema).get(mainSecret)?.kind]).toEqual([kind, 'text']);
  }
});

function spellingsOf(secret: string): Readonly<Record<string, string>> {
  const each = (write: (code: string) => string) =>
    [...secret].map((sign) => write(sign.charCodeAt(0).toString(16).padStart(2, '0'))).join('');
  return {
    hexadecimal: `no such token: ${Buffer.from(secret).toString('hex').toUpperCase()}`,
    'base64 of more': `no such token: ${Buffer.from(`{"seen":"${secret}"}`).toString('base64')}`,
    'every sign escaped as in URLs': `no such token: ${each((code) => `%${code}`)}`,
    'every sign escaped as in JSON': `no such token: ${each((code) => `\\u00${code}`)}`,
    'every sign escaped as in HTML': `no such token: ${each((code) => `&#x${code};`)}`,
    capitals: `no such token: ${secret.toUpperCase()}`,
    'signs that cannot be seen between': `no such token: ${[...secret].join('\u200b')}`,
    alone: `no such token: ${secret}.`,
    'two bytes for each character': [...`no such token: ${secret}`].map((letter) => `${letter}\0`).join(''),
    'base64 of URLs': `no such token: ${Buffer.from(secret).toString('base64url')}`,
    'a form': `token=1&x=${new URLSearchParams({ a: secret }).toString().slice(2)}`,
    'JSON of Go': JSON.stringify({ seen: secret }).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c'),
    'JSON within JSON': JSON.stringify(JSON.stringify({ seen: secret })),
    'HTML with numbers': `<p>${secret.replaceAll('"', '&#34;')}</p>`,
  };
}

function basicOf(user: string): string {
  return Buffer.from(`${user}:${CANARIES[1]}`).toString('base64');
}
