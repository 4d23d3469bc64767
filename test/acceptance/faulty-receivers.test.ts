import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { START } from '../support/dispatch-scene.ts';
import type { Fault, Step } from '../support/faulty-receiver/faults.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { type GuardSettings, namesOf, networkOf } from '../support/guarded.ts';
import { RECEIVER_TLS } from '../support/receiver-certificates.ts';
import { sendingScene } from '../support/sending-scene.ts';

const HOUR = 3_600_000;
const OK: Step = { status: 204 };
const ids = ({ requests }: FaultyReceiver) => requests.map(({ headers }) => headers['webhook-id']);

/** One event to a receiver with a fault, and to one without. */
async function sentTo(url: string, settings?: GuardSettings) {
  const sound = await startFaultyReceiver();
  const scene = await sendingScene([url, `${sound.url}/sound`], settings);
  await scene.happens('a');
  await expect.poll(() => sound.requests.length).toBe(1);
  return { ...scene, sound };
}

describe('an event goes through the dispatcher to a receiver', () => {
  test.each<[string, Step, number]>([
    ['in seconds', { status: 429, headers: { 'Retry-After': '60' } }, 60],
    ['as a date', { status: 429, headers: { 'Retry-After': new Date(START + 90_000).toUTCString() } }, 90],
    ['sooner than we would', { status: 429, headers: { 'Retry-After': '1' } }, 5],
    ['by its overload', { status: 503, headers: { 'Retry-After': '120' } }, 120],
  ])('that says when to come again, %s', async (_, refusal, seconds) => {
    const receiver = await startFaultyReceiver({ script: [refusal, OK] });
    const { calm, passesCalmly, attemptsOf, states } = await sentTo(`${receiver.url}/hook`);
    await calm();
    await passesCalmly((seconds - 1) * 1_000, 1_000);
    expect(receiver.requests).toHaveLength(1);
    await passesCalmly(3_000, 1_000);
    expect(await attemptsOf('1')).toMatchObject([
      { at: 0, outcome: 'retry' },
      { at: seconds, outcome: 'delivered', status: 204 },
    ]);
    expect([new Set(ids(receiver)).size, await states()]).toEqual([1, ['delivered', 'delivered']]);
  });

  test('that is overloaded three times', async () => {
    const busy: Step = { status: 503 };
    const receiver = await startFaultyReceiver({ script: [busy, busy, busy, OK] });
    const { calm, passesCalmly, attemptsOf } = await sentTo(`${receiver.url}/hook`);
    await calm();
    await passesCalmly(160_000, 1_000);
    const attempts = await attemptsOf('1');
    expect(attempts.map(({ at, status }) => [at, status])).toEqual([...[0, 5, 35].map((at) => [at, 503]), [155, 204]]);
    expect(new Set(ids(receiver)).size).toBe(1);
  });

  test('that fails for ever: ten times over a day, then it is dead, and the trigger told to fail', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 500, body: 'boom' }] });
    const { calm, passesCalmly, attemptsOf, states, book } = await sentTo(`${receiver.url}/hook`);
    await calm();
    await passesCalmly(HOUR, 5_000);
    await passesCalmly(29 * HOUR, 60_000);
    const attempts = await attemptsOf('1');
    expect(attempts.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 500));
    expect([receiver.requests.length, new Set(ids(receiver)).size]).toEqual([10, 1]);
    expect(await states()).toEqual(['dead: exhausted', 'delivered']);
    expect(book.current?.standingOf('1')).toMatchObject({ failingSince: START, suspendedAt: null });
  });

  test('that is gone: its trigger is suspended at once', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 410 }] });
    const { calm, happens, states, book } = await sentTo(`${receiver.url}/hook`);
    await calm();
    expect(book.current?.standingOf('1').suspension).toBe('gone');
    await happens('b');
    await calm();
    expect([receiver.requests.length, await states()]).toEqual([1, ['dead: gone', 'delivered', 'delivered']]);
  });

  test('that sends it on to where nobody may go: it is dead, and nobody went there', async () => {
    const metadata = await startFaultyReceiver();
    const location = { Location: 'http://169.254.169.254/latest/meta-data/' };
    const receiver = await startFaultyReceiver({ script: [{ status: 301, headers: location }] });
    const dial = networkOf({ '127.0.0.1': receiver.port, '169.254.169.254': metadata.port });
    // The sound one cannot be reached in this network.
    const { calm, happens, states } = await sendingScene(['http://127.0.0.1/hook'], { allow: '127.0.0.0/8', dial });
    await happens('a');
    await calm();
    expect(await states()).toEqual(['dead: redirected']);
    expect([dial.dialled, metadata.connections()]).toEqual([['127.0.0.1'], 0]);
  });

  test.each<Fault>(['endless_body', 'reset_in_body', 'end_in_body', 'garbage_chunks', 'gzip_bomb', 'http_1_0'])(
    'that takes it and then misbehaves: %s',
    async (fault) => {
      const receiver = await startFaultyReceiver({ script: [fault] });
      const { calm, attemptsOf, passesCalmly } = await sentTo(`${receiver.url}/hook`);
      await calm();
      await passesCalmly(60_000, 5_000);
      expect(await attemptsOf('1')).toEqual([{ at: 0, outcome: 'delivered', reason: 'accepted', status: 200 }]);
      expect(receiver.requests).toHaveLength(1);
      await expect.poll(() => receiver.open()).toBe(0);
    },
  );

  test('that takes it and then says a byte a second', async () => {
    const receiver = await startFaultyReceiver({ script: ['body_byte_a_second'] });
    const { calm, passes, attemptsOf } = await sentTo(`${receiver.url}/hook`);
    await expect.poll(() => receiver.requests.length).toBe(1);
    // The answer has begun.
    await expect
      .poll(async () => {
        await passes(15_500, 500);
        await calm();
        return attemptsOf('1');
      })
      .toMatchObject([{ outcome: 'delivered', status: 200 }]);
    expect(receiver.requests).toHaveLength(1);
  });

  test.each<Fault>(['accept_then_silence', 'headers_byte_a_second', 'continue_only'])(
    'that never answers, and takes it the next time: %s',
    async (fault) => {
      const receiver = await startFaultyReceiver({ script: [fault, OK] });
      const { calm, passes, passesCalmly, attemptsOf, running } = await sentTo(`${receiver.url}/hook`);
      await expect.poll(() => receiver.requests.length).toBe(1);
      await passes(14_900, 100);
      expect(running()).toBe(1);
      await passes(200, 100);
      await calm();
      await passesCalmly(6_000, 1_000);
      expect(await attemptsOf('1')).toMatchObject([
        { at: 0, outcome: 'retry', reason: 'timeout', status: null },
        { outcome: 'delivered', status: 204 },
      ]);
      expect(new Set(ids(receiver)).size).toBe(1);
    },
  );

  test.each<Fault>(['half_close', 'close_before_answer', 'reset_before_answer'])(
    'that closes the connection without an answer, and takes it the next time, on another connection: %s',
    async (fault) => {
      const receiver = await startFaultyReceiver({ script: [fault, OK] });
      const { calm, passesCalmly, attemptsOf } = await sentTo(`${receiver.url}/hook`);
      await calm();
      await passesCalmly(6_000, 1_000);
      expect(await attemptsOf('1')).toEqual([
        { at: 0, outcome: 'retry', reason: 'cut', status: null },
        { at: 5, outcome: 'delivered', reason: 'accepted', status: 204 },
      ]);
      expect([receiver.connections(), new Set(ids(receiver)).size]).toEqual([2, 1]);
    },
  );

  test.each(['expired', 'wrongHost', 'selfSigned'] as const)(
    'whose certificate is %s: nothing is said to it, and it is tried again',
    async (fault) => {
      const receiver = await startFaultyReceiver({ tls: RECEIVER_TLS[fault] });
      const { calm, passesCalmly, attemptsOf, states } = await sentTo(`${receiver.url}/hook`);
      await calm();
      await passesCalmly(6_000, 1_000);
      expect(await attemptsOf('1')).toMatchObject([
        { at: 0, reason: 'tls' },
        { at: 5, reason: 'tls' },
      ]);
      expect([receiver.requests, await states()]).toEqual([[], ['pending', 'delivered']]);
    },
  );

  test('whose name is unknown at first', async () => {
    const receiver = await startFaultyReceiver();
    let isKnown = false;
    const lookup = namesOf({ 'hooks.example': [['127.0.0.1']] });
    const { calm, passesCalmly, attemptsOf } = await sentTo(`http://hooks.example:${receiver.port}/hook`, {
      allow: '127.0.0.0/8',
      lookup: (name) => lookup(isKnown ? name : 'unknown.example'),
    });
    await calm();
    isKnown = true;
    await passesCalmly(6_000, 1_000);
    expect(await attemptsOf('1')).toMatchObject([
      { at: 0, reason: 'name_unknown' },
      { at: 5, outcome: 'delivered' },
    ]);
  });

  test('whose name leads to our own machine once it has been looked at', async () => {
    const outside = await startFaultyReceiver();
    const inside = await startFaultyReceiver();
    const dial = networkOf({ '203.0.113.5': outside.port, '127.0.0.1': inside.port });
    const lookup = namesOf({ 'moves.example': [['203.0.113.5'], ['127.0.0.1'], ['203.0.113.5', '127.0.0.1']] });
    const scene = await sendingScene(['http://moves.example/hook'], { lookup, dial });
    await scene.happens('a');
    await scene.calm();
    await scene.happens('b');
    await scene.calm();
    await scene.passesCalmly(6_000, 1_000);
    expect(await scene.attemptsOf('1')).toMatchObject([
      { at: 0, outcome: 'retry', reason: 'denied' },
      { at: 5, outcome: 'retry', reason: 'denied' },
    ]);
    // It was looked up once for each message, and what was judged is what was connected to.
    expect(dial.dialled).toEqual(['203.0.113.5']);
    expect([outside.requests.length, inside.connections()]).toEqual([1, 0]);
  });

  test('that is not what was connected to in the end', async () => {
    const inside = await startFaultyReceiver();
    const lookup = namesOf({ 'moves.example': [['203.0.113.5']] });
    const scene = await sendingScene(['http://moves.example/hook'], {
      lookup,
      dial: () => connect({ host: '127.0.0.1', port: inside.port }),
    });
    await scene.happens('a');
    await scene.calm();
    expect(await scene.attemptsOf('1')).toMatchObject([{ reason: 'denied' }]);
    expect(inside.requests).toEqual([]);
  });
});
