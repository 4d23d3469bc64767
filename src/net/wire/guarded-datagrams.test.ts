import { createSocket, type Socket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import { namesOf } from '../../../test/support/guarded.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { syslogWay } from '../../../test/support/syslog/syslog-way.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { KEPT_MS } from './guarded-datagrams.ts';

const NEVER = new AbortController().signal;

async function listening(): Promise<{ readonly socket: Socket; readonly port: number; readonly heard: string[] }> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (bytes) => heard.push(bytes.toString()));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return { socket, port: socket.address().port, heard };
}

test('each piece is a datagram of its own, in their order', async () => {
  const { port, heard } = await listening();
  const pieces = ['a', 'ü', 'x'.repeat(1_232)];
  expect(
    await syslogWay({ port, transport: 'udp' }).send(
      pieces.map((one) => Buffer.from(one)),
      NEVER,
    ),
  ).toBe(undefined);
  await waitUntil(() => heard.length >= 3, { what: 'three datagrams' });
  expect(heard).toEqual(pieces);
});

test('that nobody listens is told', async () => {
  const way = syslogWay({ port: 1, transport: 'udp' });
  for (const pieces of [['a'], ['a', 'b'], ['c']])
    expect(
      await way.send(
        pieces.map((one) => Buffer.from(one)),
        NEVER,
      ),
    ).toMatchObject({ kind: 'not_listening' });
});

test('nothing is sent where one address of the name is closed', async () => {
  const { port, heard } = await listening();
  const lookup = namesOf({ 'logs.example': [['127.0.0.1', '169.254.169.254']] });
  const way = syslogWay({ port, transport: 'udp', host: 'logs.example', lookup });
  expect(await way.send([Buffer.from('a')], NEVER)).toMatchObject({ kind: 'denied' });
  expect(heard).toEqual([]);
});

test('the address that was judged is sent to, and the name is asked again after a minute alone', async () => {
  const clock = new ManualClock();
  const { port, heard } = await listening();
  let asked = 0;
  const lookup = async (): Promise<readonly string[]> => [asked++ === 0 ? '127.0.0.1' : '169.254.169.254'];
  const way = syslogWay({ port, transport: 'udp', host: 'logs.example', lookup, clock });
  for (const text of ['a', 'b']) expect(await way.send([Buffer.from(text)], NEVER)).toBe(undefined);
  expect(asked).toBe(1);
  await clock.advance(KEPT_MS);
  expect(await way.send([Buffer.from('c')], NEVER)).toMatchObject({ kind: 'denied' });
  await waitUntil(() => heard.length >= 2, { what: 'two datagrams' });
  expect(heard).toEqual(['a', 'b']);
});
