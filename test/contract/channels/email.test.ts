import { describe, expect, test } from 'vitest';
import { ALL_CHANNELS } from '../../../src/channels/all-channels.ts';
import { eventually } from '../../support/eventually.ts';
import { guarded, namesOf, networkOf } from '../../support/guarded.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RECEIVER_TLS } from '../../support/receiver-certificates.ts';
import { startSmtpReceiver } from '../../support/smtp-receiver.ts';
import { readyFor, sampleEvent, sampleMessage, toolsFor } from './channel-under-test.ts';
import { MAIL_PASSWORD, mailScene } from './mail-under-test.ts';

const never = new AbortController().signal;
const DELIVERED = { outcome: 'delivered', reason: 'accepted' } as const;

describe('a mail', () => {
  test.each(['tls', 'starttls', 'none'] as const)(
    'arrives with security %s, after the login where there is one',
    async (security) => {
      const { receiver, channel } = await mailScene({ security });
      expect(await channel.send(sampleMessage({ isTest: true }), never)).toMatchObject({
        verdict: DELIVERED,
        status: 250,
        excerpt: '250 queued as 1',
      });
      expect(receiver.mails.length).toBe(1);
      expect(receiver.commands.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
        expect.stringContaining('MAIL FROM:<tocsin@example.org>'),
        'RCPT TO:<ops@example.org>',
        'RCPT TO:<boss@example.org>',
      ]);
      expect(receiver.commands.some((line) => line.startsWith('AUTH'))).toBe(security !== 'none');
      await eventually(() => expect(receiver.open()).toBe(0));
    },
  );

  test('is the same one each time it is tried, in the thread of its rule, and says that a program wrote it', async () => {
    const { receiver, channel } = await mailScene();
    for (const at of [1_000, 2_000])
      await channel.send(sampleMessage({ at: Date.parse('2026-11-26T03:00:00Z') + at }), never);
    for (const mail of receiver.mails) {
      const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replaceAll(/\r\n[\t ]+/g, ' ');
      expect(head).toContain('Message-ID: <msg_4711_9@example.org>');
      expect(head).toContain('References: <rule.yaml-0123456789abcdef@example.org>');
      expect(head).toContain('Auto-Submitted: auto-generated');
      expect(head).toMatch(/^From: Tocsin <tocsin@example\.org>/m);
    }
    const other = sampleMessage({ event: sampleEvent({ ruleId: null, source: 'backup' }), id: 'msg_4712_9' });
    await channel.send(other, never);
    expect(receiver.mails[2]).toContain('<rule.trigger-9@example.org>');
  });

  test('never leaves where TLS is demanded and not offered, or is not the right one’s', async () => {
    const stripped = await mailScene({ answers: { EHLO: '250 mail.test', STARTTLS: '502 unknown' } });
    const refused = await stripped.channel.send(sampleMessage(), never);
    expect(refused.verdict.outcome).not.toBe('delivered');
    expect([stripped.receiver.mails, stripped.receiver.commands.filter((line) => line.startsWith('AUTH'))]).toEqual([
      [],
      [],
    ]);
    for (const security of ['tls', 'starttls'] as const)
      for (const fault of ['expired', 'wrongHost', 'selfSigned'] as const) {
        const { receiver, channel } = await mailScene({ security, tls: RECEIVER_TLS[fault] });
        expect(await channel.send(sampleMessage(), never)).toMatchObject({
          verdict: { outcome: 'retry', reason: 'tls' },
          words: expect.stringMatching(/expired|another name|nobody that is trusted/),
        });
        expect([receiver.mails, receiver.commands.filter((line) => line.startsWith('AUTH'))]).toEqual([[], []]);
      }
  });
});

describe('an answer of a mail server', () => {
  test.each([
    ['GREETING', '421 busy', { outcome: 'retry', reason: 'busy' }],
    ['GREETING', '554 go away', { outcome: 'rejected', reason: 'refused', disables: false }],
    ['AUTH', '535 wrong', { outcome: 'rejected', reason: 'unauthorized', disables: false }],
    ['AUTH', '454 later', { outcome: 'retry', reason: 'busy' }],
    ['MAIL', '451 later', { outcome: 'retry', reason: 'busy' }],
    ['MAIL', '452 full', { outcome: 'retry', reason: 'busy' }],
    ['MAIL', '552 too large', { outcome: 'rejected', reason: 'too_large', disables: false }],
    ['RCPT', '450 greylisted', { outcome: 'retry', reason: 'busy' }],
    ['RCPT', '550 nobody', { outcome: 'rejected', reason: 'refused', disables: false }],
    ['DATA', '451 later', { outcome: 'retry', reason: 'busy' }],
    ['DATA', '554 no', { outcome: 'rejected', reason: 'refused', disables: false }],
    ['DATA_END', '451 later', { outcome: 'retry', reason: 'busy' }],
    ['DATA_END', '432 later', { outcome: 'retry', reason: 'server_error' }],
    ['DATA_END', '554 spam', { outcome: 'rejected', reason: 'refused', disables: false }],
    ['DATA_END', '552 too large', { outcome: 'rejected', reason: 'too_large', disables: false }],
  ] as const)('to %s of %s', async (command, answer, verdict) => {
    const { channel } = await mailScene({ answers: { [command]: answer } });
    const result = await channel.send(sampleMessage({ isTest: true }), never);
    expect(result.verdict).toEqual(verdict);
    expect(result).toMatchObject({
      status: Number(answer.slice(0, 3)),
      excerpt: expect.stringContaining(answer.slice(4)),
    });
  });

  test.each([
    [['450 greylisted', '250 ok'], { outcome: 'retry', reason: 'busy' }, [450, 'put it off for 1 of']],
    [['250 ok', '452 full'], { outcome: 'retry', reason: 'busy' }, [452, 'put it off for 1 of']],
    [['250 ok', '550 nobody'], DELIVERED, [250, 'not for 1 of']],
    [['250 ok', '250 ok'], DELIVERED, [250, 'took the mail']],
  ] as const)('to one of two receivers is heeded: %j', async ([ops, boss], verdict, [status, words]) => {
    const answers = { 'RCPT TO:<OPS@EXAMPLE.ORG>': ops, 'RCPT TO:<BOSS@EXAMPLE.ORG>': boss };
    const { receiver, channel } = await mailScene({ answers });
    const result = await channel.send(sampleMessage(), never);
    expect(result).toMatchObject({ verdict, status, words: expect.stringContaining(words) });
    expect(receiver.mails).toHaveLength(1);
  });

  test('to all of several that are refused is to try again where one is only put off', async () => {
    for (const [ops, boss] of [
      ['450 greylisted', '550 nobody'],
      ['550 nobody', '450 greylisted'],
    ] as const) {
      const answers = { 'RCPT TO:<OPS@EXAMPLE.ORG>': ops, 'RCPT TO:<BOSS@EXAMPLE.ORG>': boss };
      const { receiver, channel } = await mailScene({ answers });
      expect((await channel.send(sampleMessage(), never)).verdict).toEqual({ outcome: 'retry', reason: 'busy' });
      expect(receiver.mails).toEqual([]);
    }
  });

  test.each(['GREETING', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'DATA_END'])(
    'that breaks off at %s means to try again',
    async (command) => {
      const { channel } = await mailScene({ security: 'none', answers: { [command]: 'cut' } });
      expect(await channel.send(sampleMessage(), never)).toMatchObject({ verdict: { outcome: 'retry' }, status: null });
    },
  );

  test.each(['GREETING', 'EHLO', 'MAIL', 'DATA_END'])('is waited for fifteen seconds after %s', async (command) => {
    const clock = new ManualClock();
    const { receiver, channel } = await mailScene({ security: 'none', answers: { [command]: null } }, { clock });
    const result = channel.send(sampleMessage(), never);
    const reached = () =>
      command === 'GREETING'
        ? receiver.connections() === 1
        : command === 'DATA_END'
          ? receiver.mails.length === 1
          : receiver.commands.some((line) => line.startsWith(command));
    await eventually(() => expect(reached()).toBe(true));
    await clock.advance(15_000);
    expect(await result).toMatchObject({ verdict: { outcome: 'retry', reason: 'timeout' }, durationMs: 15_000 });
    await eventually(() => expect(receiver.open()).toBe(0));
  });

  test('is not waited for once nobody wants it', async () => {
    const { receiver, channel } = await mailScene({ security: 'none', answers: { MAIL: null } });
    const stop = new AbortController();
    const result = channel.send(sampleMessage(), stop.signal);
    await eventually(() => expect(receiver.commands.some((line) => line.startsWith('MAIL'))).toBe(true));
    stop.abort();
    expect(await result).toMatchObject({ verdict: { outcome: 'retry', reason: 'stopped' } });
    await eventually(() => expect(receiver.open()).toBe(0));
  });
});

describe('the guard', () => {
  test('judges mail servers as it judges others', async () => {
    const receiver = await startSmtpReceiver({ security: 'none' });
    const config = { security: 'none', from: 'a@example.org', to: ['b@example.org'], port: receiver.port };
    const network = networkOf({ '192.168.1.25': receiver.port });
    const lookup = namesOf({ 'evil.example': [['127.0.0.1']], mail: [['192.168.1.25']] });
    const sent = (host: string) => {
      const tools = { ...toolsFor(), ...guarded({ lookup, dial: network }) };
      return readyFor('email', { ...config, host }, tools).send(sampleMessage(), never);
    };
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '::1', '[::ffff:127.0.0.1]', '１２７.0.0.1'])
      expect((await sent(host)).verdict).toEqual({ outcome: 'rejected', reason: 'denied', disables: false });
    expect((await sent('evil.example')).verdict).toEqual({ outcome: 'retry', reason: 'denied' });
    expect([network.dialled, receiver.connections()]).toEqual([[], 0]);
    expect((await sent('mail')).verdict).toEqual(DELIVERED);
    expect([network.dialled, receiver.mails.length]).toEqual([['192.168.1.25'], 1]);
  });

  test.each([
    'a b',
    'host/path',
    'user@host',
    'host?x',
    'host#x',
    'a\r\nb',
    '',
    '256.256.256.256',
    'fe80::1%eth0',
    'metadata.google.internal',
  ])('takes no host that is none: %j', (host) => {
    const config = { host, security: 'none', from: 'a@example.org', to: ['b@example.org'] };
    expect(ALL_CHANNELS.email.ready(config)).toMatchObject({ ok: false, faults: [{ path: 'host' }] });
  });
});

describe('a configuration of mail', () => {
  const ready = (change: object) =>
    ALL_CHANNELS.email.ready({ host: 'mail', from: 'a@example.org', to: ['b@example.org'], ...change });

  test.each([
    ['a login without TLS', { security: 'none', username: 'a', password: 'b' }, 'security'],
    ['half a login', { username: 'a' }, 'password'],
    ['no receiver', { to: [] }, 'to'],
    ['an address that smuggles a command', { to: ['a@example.org>\r\nRCPT TO:<c@example.org'] }, 'to.0'],
    ['a sender that is none', { from: 'Tocsin' }, 'from'],
    ['a field that nobody knows', { hots: 'x' }, ''],
  ])('is refused with %s', (_, change, path) => {
    expect(ready(change)).toMatchObject({ ok: false, faults: [{ path }] });
  });

  test('has the port of its security unless it names one', () => {
    const port = (change: object) => {
      const read = ready(change);
      return read.ok && read.channel.target.port;
    };
    expect([port({}), port({ security: 'tls' }), port({ security: 'none' }), port({ port: 2525 })]).toEqual([
      587, 465, 25, 2525,
    ]);
    expect(MAIL_PASSWORD.length).toBeGreaterThan(0);
  });
});
