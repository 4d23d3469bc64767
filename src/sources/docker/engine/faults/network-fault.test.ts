import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../../../../test/support/eventually.ts';
import { ManualClock } from '../../../../../test/support/manual-clock.ts';
import { startRawServer } from '../../../../../test/support/raw-server.ts';
import { HttpEngineClient } from '../http-engine-client.ts';
import { networkFault } from './network-fault.ts';

const PLACE = { host: 'engine', port: 2375 };

describe('an engine on the network that cannot be reached', () => {
  test('because nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    expect(await faultAt(`tcp://127.0.0.1:${port}`)).toMatchObject({
      kind: 'not_listening',
      words: expect.stringContaining(`Nothing listens at 127.0.0.1:${port}`),
    });
    // A name with two addresses fails with an error for each.
    expect(await faultAt(`tcp://localhost:${port}`)).toMatchObject({ kind: 'not_listening' });
  });

  test.each([
    ['ENOTFOUND', 'unreachable', /not known.*compose/],
    ['EAI_AGAIN', 'unreachable', /DNS server does not answer/],
    ['EHOSTUNREACH', 'unreachable', /no way to engine:2375 \(EHOSTUNREACH\)/],
    ['ENETUNREACH', 'unreachable', /no way to/],
    ['ETIMEDOUT', 'unreachable', /firewall/],
    ['EMFILE', 'unreachable', /ulimit -n/],
    ['ECONNREFUSED', 'not_listening', /Nothing listens at engine:2375/],
  ] as const)('as the system says %s', (code, kind, words) => {
    expect(networkFault(PLACE, code)).toMatchObject({ kind, words: expect.stringMatching(words) });
  });

  test('says nothing of errors that are not the network’s', () => {
    expect(networkFault(PLACE, 'EPIPE')).toBe(undefined);
    expect(networkFault(PLACE, undefined)).toBe(undefined);
  });

  test('within ten seconds, when nobody answers at all', async () => {
    const server = await startRawServer(() => {}, 'tcp');
    const clock = new ManualClock();
    const answer = faultAt(server.url, clock);
    await eventually(() => expect(server.requests.length).toBe(1));
    await clock.advance(10_000);
    expect(await answer).toMatchObject({ kind: 'timeout', words: expect.stringContaining('within 10 s') });
  });

  test('because what answers is something else, or breaks off', async () => {
    const ssh = await startRawServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'), 'tcp');
    expect(await faultAt(ssh.url)).toMatchObject({ kind: 'not_an_engine' });
    const mute = await startRawServer((socket) => void socket.end(), 'tcp');
    expect(await faultAt(mute.url)).toMatchObject({
      kind: 'cut',
      words: expect.stringMatching(/without an answer.*TLS/),
    });
    const rude = await startRawServer((socket) => void socket.resetAndDestroy(), 'tcp');
    expect(await faultAt(rude.url)).toMatchObject({ kind: 'cut', words: expect.stringContaining('ECONNRESET') });
  });
});

async function faultAt(url: string, clock = new ManualClock()) {
  const tls = { certPath: undefined, verify: undefined };
  const client = new HttpEngineClient({ name: 'far', url, tls, clock });
  const result = await client.negotiate(new AbortController().signal);
  if (result.ok) throw new Error('It was reached.');
  return result.fault;
}
