// A stack trace of Java that was joined, as those get it who are woken: each of its lines on its own, in a bounded message.
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { runServer } from '../support/running-server.ts';
import { startSmtpReceiver } from '../support/smtp-receiver.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askingOf } from '../support/watching-server.ts';

const patience = { limitMs: 60_000 } as const;
const MOST_BYTES = 4_000;
const TRACE = [
  'ERROR order 17 failed <b>',
  'java.lang.IllegalStateException: no pool',
  '\tat shop.Pool.take(Pool.java:41)',
  ...Array.from({ length: 120 }, (_, n) => `\tat shop.Step${n}.run(Step${n}.java:${n})`),
  'Caused by: java.net.ConnectException: refused',
  '\t... 42 more',
];

test('the lines of a trace arrive by webhook, mail and chat on lines of their own, and no more than fit', {
  timeout: 120_000,
}, async () => {
  const [hook, chat, mail] = [
    await startFaultyReceiver(),
    await startFaultyReceiver(),
    await startSmtpReceiver({ security: 'none' }),
  ];
  const log = path.join(temporaryDirectory(), 'app.log');
  writeFileSync(log, '');
  const file = { pattern: log, workload: 'shop', format: 'plain', message: 'message' } as const;
  const server = await runServer({
    ...{ files: [{ ...file, joinsLines: true, joinStart: undefined }], machineName: 'nas' },
    egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat(),
  });
  onTestFinished(() => server.dispose());
  const { admin } = await askingOf(server);
  const people = { from: 'tocsin@example.org', to: ['ops@example.org'] };
  for (const [channel, config] of [
    ['webhook', { url: hook.url }],
    ['slack', { url: chat.url }],
    ['email', { host: '127.0.0.1', port: mail.port, security: 'none', ...people }],
  ] as const)
    expect(await admin.post('/api/event-triggers', { name: channel, channel, config })).toMatchObject({ status: 201 });
  const rule = { name: 'failed', pattern: '^ERROR', cooldown_seconds: 0 };
  expect((await admin.post('/api/log-scan-rules', rule)).status).toBe(201);
  const isFollowed = async () => JSON.stringify((await admin.get('/api/containers')).body).includes('"following"');
  await waitUntil(isFollowed, { what: 'it is followed', ...patience });
  appendFileSync(log, `${TRACE.join('\n')}\nINFO calm\n`);
  const all = () => [hook.requests, chat.requests, mail.mails].map(({ length }) => length).join();
  await waitUntil(() => all() === '1,1,1', { what: () => `each has it: ${all()}`, ...patience });

  const sent: string = JSON.parse(hook.requests[0]?.body ?? '').data.event.message;
  expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(MOST_BYTES);
  expect(sent.endsWith('…')).toBe(true);
  expect(TRACE.join('\n').startsWith(sent.slice(0, -1))).toBe(true);

  const posted = chat.requests[0]?.body ?? '';
  expect(posted).toContain(String.raw`no pool\n\tat shop.Pool.take(Pool.java:41)\n\tat shop.Step0.run`);

  const [head = '', ...parts] = (mail.mails[0] ?? '').split('\r\n\r\n');
  expect(head.replaceAll(/\?=\r\n =\?UTF-8\?Q\?/g, '')).toMatch(/^Subject: .*ERROR_order_17_failed_=3Cb=3E\?=$/m);
  const body = unquoted(parts.join('\r\n\r\n'));
  expect(body).toContain('no pool\n\tat shop.Pool.take(Pool.java:41)\n\tat shop.Step0.run');
  expect(body).toContain('<pre>ERROR order 17 failed &lt;b&gt;\njava.lang.IllegalStateException');
});

/** Of quoted-printable what is ASCII. */
const unquoted = (text: string): string =>
  text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-7][\dA-F])/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll('\r\n', '\n');
