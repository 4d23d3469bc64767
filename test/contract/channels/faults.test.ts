import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Fault } from '../../support/faulty-receiver/faults.ts';
import { startFaultyReceiver } from '../../support/faulty-receiver/receiver.ts';
import { guarded, namesOf } from '../../support/guarded.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RECEIVER_TLS } from '../../support/receiver-certificates.ts';
import { readyFor, sampleMessage, toolsFor, WEB_KINDS, webConfig } from './channel-under-test.ts';

const never = new AbortController().signal;

describe.each(WEB_KINDS)('%s', (kind) => {
  test.each<[Fault, string]>([
    ['half_close', 'cut'],
    ['close_before_answer', 'cut'],
    ['reset_before_answer', 'cut'],
    ['no_http', 'protocol'],
    ['endless_headers', 'protocol'],
  ])('is tried again after %s', async (fault, reason) => {
    const receiver = await startFaultyReceiver({ script: [fault] });
    const result = await readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(sampleMessage(), never);
    expect(result).toMatchObject({ verdict: { outcome: 'retry', reason }, status: null, excerpt: null });
    expect(receiver.requests.length).toBe(1);
  });

  test.each<Fault>(['endless_body', 'reset_in_body', 'end_in_body', 'garbage_chunks', 'gzip_bomb', 'http_1_0'])(
    'is delivered where the status says so, whatever the body does: %s',
    async (fault) => {
      const receiver = await startFaultyReceiver({ script: [fault] });
      const result = await readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(
        sampleMessage({ isTest: true }),
        never,
      );
      expect(result).toMatchObject({ verdict: { outcome: 'delivered' }, status: 200 });
      expect(Buffer.byteLength(result.excerpt ?? '')).toBeLessThanOrEqual(512);
    },
  );

  test.each<Fault>(['accept_then_silence', 'continue_only', 'headers_byte_a_second'])(
    'waits fifteen seconds for an answer, and no longer: %s',
    async (fault) => {
      const clock = new ManualClock();
      const receiver = await startFaultyReceiver({ script: [fault], clock });
      const result = readyFor(kind, webConfig(kind, receiver.url), toolsFor(clock)).send(sampleMessage(), never);
      await eventually(() => expect(receiver.requests.length).toBe(1));
      await clock.advance(15_000);
      expect(await result).toMatchObject({ verdict: { outcome: 'retry', reason: 'timeout' }, durationMs: 15_000 });
      await eventually(() => expect(receiver.open()).toBe(0));
    },
  );

  test('ends at once when it is given up in the middle of a request', async () => {
    const receiver = await startFaultyReceiver({ script: ['accept_then_silence'] });
    const stop = new AbortController();
    const result = readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(sampleMessage(), stop.signal);
    await eventually(() => expect(receiver.requests.length).toBe(1));
    stop.abort();
    expect(await result).toMatchObject({ verdict: { outcome: 'retry', reason: 'stopped' } });
    await eventually(() => expect(receiver.open()).toBe(0));
  });

  test.each(['expired', 'wrongHost', 'selfSigned', 'ancient'] as const)(
    'is tried again after TLS that is %s, and nothing is sent',
    async (fault) => {
      const receiver = await startFaultyReceiver({ tls: RECEIVER_TLS[fault] });
      const result = await readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(sampleMessage(), never);
      expect(result.verdict).toEqual({ outcome: 'retry', reason: 'tls' });
      expect(receiver.requests).toEqual([]);
    },
  );

  test('arrives over TLS', async () => {
    const receiver = await startFaultyReceiver({ tls: RECEIVER_TLS.sound });
    const result = await readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(sampleMessage(), never);
    expect(result.verdict.outcome).toBe('delivered');
    expect(receiver.requests.length).toBe(1);
  });

  test('goes nowhere where the guard does not let it: refused for good as an address, tried again as a name', async () => {
    const receiver = await startFaultyReceiver();
    const lookup = namesOf({ 'moves.example': [['127.0.0.1']], 'hooks.example': [] });
    const tools = { ...toolsFor(), ...guarded({ lookup }) };
    const sent = (base: string) => readyFor(kind, webConfig(kind, base), tools).send(sampleMessage(), never);
    expect(await sent(receiver.url)).toMatchObject({
      verdict: { outcome: 'rejected', reason: 'denied', disables: false },
      words: expect.stringContaining('TOCSIN_EGRESS_ALLOW'),
      excerpt: null,
    });
    const name = `http://moves.example:${receiver.port}`;
    expect(await sent(name)).toMatchObject({ verdict: { outcome: 'retry', reason: 'denied' }, excerpt: null });
    expect(await sent('http://unknown.example')).toMatchObject({
      verdict: { outcome: 'retry', reason: 'name_unknown' },
    });
    expect(receiver.connections()).toBe(0);
  });

  test('follows no redirect', async () => {
    const inner = await startFaultyReceiver();
    const receiver = await startFaultyReceiver({ script: [{ status: 301, headers: { Location: `${inner.url}/` } }] });
    const result = await readyFor(kind, webConfig(kind, receiver.url), toolsFor()).send(sampleMessage(), never);
    expect(result.verdict).toMatchObject({ outcome: 'rejected', reason: 'redirected' });
    expect(inner.connections()).toBe(0);
  });
});
