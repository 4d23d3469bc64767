import { expect, test } from 'vitest';
import { RECEIVER_TLS, TRUST } from '../../../test/support/receiver-certificates.ts';
import { recordShipping } from '../../../test/support/recorded-occurrences.ts';
import { readSyslog } from '../../../test/support/syslog/syslog-reading.ts';
import { startSyslogServer } from '../../../test/support/syslog/syslog-server.ts';
import { logLine, syslogDestination, type WaySettings } from '../../../test/support/syslog/syslog-way.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { systemClock } from '../../core/clock.ts';
import { Shipment } from '../shipment.ts';

function shipmentTo(settings: WaySettings) {
  const { occurrences, recorded } = recordShipping();
  const destination = syslogDestination(settings);
  const parts = { destination, clock: systemClock, random: () => 0, attempts: 5, bufferLines: 1_000, occurrences };
  const shipment = new Shipment(parts);
  const [stop, late] = [new AbortController(), new AbortController()];
  const ended = shipment.run({ hurry: stop.signal, over: stop.signal, late: late.signal });
  const sumOf = (what: string): number =>
    recorded.reduce((sum, one) => sum + (one.what === what ? Number(one.details.lines) : 0), 0);
  return {
    take(from: number, to: number) {
      for (let n = from; n < to; n += 1) shipment.take(logLine(n));
    },
    sums: () => ({ sent: sumOf('sent'), dropped: sumOf('dropped'), waiting: shipment.depth }),
    told: (what: string) => recorded.filter((one) => one.what === what).map(({ details }) => details),
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

const numbers = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, n) => from + n);

test('every line arrives although the server resets two connections in the middle, and each is counted once', async () => {
  const server = await startSyslogServer({
    heard: (socket, connection) => {
      if (connection < 2) socket.resetAndDestroy();
    },
  });
  const shipment = shipmentTo({ port: server.port });
  shipment.take(1, 36);
  await waitUntil(() => shipment.sums().sent >= 30, { what: 'three batches are sent' });
  await shipment.stop();
  expect(shipment.sums()).toEqual({ sent: 35, dropped: 0, waiting: 0 });
  const last = server.connections.at(-1)?.messages() ?? [];
  expect(last.map((one) => readSyslog(one).sequence)).toEqual(numbers(1, 36));
});

test('nothing that was not on its way is lost where the server closes between batches', async () => {
  const server = await startSyslogServer();
  const shipment = shipmentTo({ port: server.port });
  for (const batch of [0, 1, 2]) {
    shipment.take(batch * 10 + 1, batch * 10 + 11);
    await waitUntil(() => shipment.sums().sent === (batch + 1) * 10, { what: 'the batch is sent' });
    await waitUntil(() => server.messages().length === (batch + 1) * 10, { what: 'the batch is there' });
    server.connections.at(-1)?.socket.end();
  }
  await shipment.stop();
  expect(server.messages().map((one) => readSyslog(one).sequence)).toEqual(numbers(1, 31));
  expect([server.connections.length, shipment.sums()]).toEqual([3, { sent: 30, dropped: 0, waiting: 0 }]);
});

test('a certificate that is wrong is told once, however many lines are refused for it', async () => {
  const server = await startSyslogServer({ tls: RECEIVER_TLS.expired });
  const shipment = shipmentTo({ port: server.port, transport: 'tls', trust: TRUST });
  for (const to of [10, 20, 30]) {
    shipment.take(to - 10, to);
    await waitUntil(() => shipment.sums().dropped === to, { what: `${to} are refused` });
  }
  expect(shipment.told('lost')).toMatchObject([
    { reasons: ['refused'], words: expect.stringContaining('has expired') },
  ]);
  await shipment.stop();
  expect(shipment.sums()).toEqual({ sent: 0, dropped: 30, waiting: 0 });
  expect(server.messages()).toEqual([]);
});

test('where nobody listens each batch is tried as often as was said, and counted as given up', async () => {
  const shipment = shipmentTo({ port: 1 });
  shipment.take(0, 20);
  await waitUntil(() => shipment.sums().dropped === 20, { what: 'both batches are given up' });
  expect(shipment.told('retried').length).toBe(8);
  await shipment.stop();
  expect(shipment.sums()).toEqual({ sent: 0, dropped: 20, waiting: 0 });
  expect(shipment.told('dropped').map(({ reason }) => reason)).toEqual(['given_up', 'given_up']);
});
