// Streams that nobody wants are not asked for, and that changes while containers run.
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { jsonRecords } from '../support/real-engine/json-log.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

describeWith(DOCKER, 'streams that are not wanted', () => {
  const docker = dockerForSuite();
  const proxied = () =>
    startSocketProxy({ target: docker().socket, socket: path.join(temporaryDirectory(), 'proxy.sock') });

  test('of a container with rules for stderr alone, stdout is never sent', async () => {
    const proxy = await proxied();
    const { reader, settings } = await readEngine(proxy.socket, { wanted: 'stderr' });
    const id = await runForTest(docker().api, { command: numberedLines({ lines: 1_000 }) });
    await containerEnd(docker().api, id);
    await reader.hasRead([id]);
    await reader.stop();
    await lookAtLedger(settings.file, ({ lines }) => {
      expect(lines(id).map(({ stream }) => stream)).toEqual(Array.from({ length: 500 }, () => 2));
    });
    const asked = proxy.asked.filter((path) => path.includes('/logs?'));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((path) => path.includes('stdout=1'))).toEqual([]);
  });

  test('they are read from the moment in which they become wanted, and left alone again within a second', async () => {
    const proxy = await proxied();
    const { reader, settings } = await readEngine(proxy.socket, { wanted: 'none' });
    const id = await runForTest(docker().api, { command: numberedLines({ lines: 1_000_000, pauseUs: 5_000 }) });
    await waitUntil(async () => (await reader.view(id))?.state === 'not_wanted', { what: 'nothing is wanted of it' });
    await waitUntil(() => jsonRecords(docker(), id).length > 100, { what: 'it has written lines' });
    expect(proxy.asked.filter((path) => path.includes('/logs?'))).toEqual([]);

    const wantedAt = Date.now();
    await reader.want('stdout');
    await reader.hasLines(id, 1);
    expect(Date.now() - wantedAt).toBeLessThan(1_000);
    await reader.hasLines(id, 100);
    await reader.want('both');
    const { lines } = (await reader.view(id)) ?? { lines: 0 };
    await reader.hasLines(id, lines + 100);
    await reader.want('none');
    await waitUntil(async () => (await reader.view(id))?.state === 'not_wanted', {
      what: 'it is left alone',
      limitMs: 1_000,
    });
    await reader.stop();

    await lookAtLedger(settings.file, (ledger) => {
      const read = ledger.lines(id);
      const of = (parity: number) =>
        read.map(({ text }) => Number(text.slice(0, 9))).filter((line) => line % 2 === parity);
      const [even, odd] = [of(0), of(1)];
      expect(read.filter(({ times }) => times > 1)).toEqual([]);
      // Each stream without a hole, from the moment in which it was wanted.
      expect(even).toEqual(even.map((_, nth) => (even[0] ?? 0) + 2 * nth));
      expect(odd).toEqual(odd.map((_, nth) => (odd[0] ?? 0) + 2 * nth));
      expect(even[0]).toBeGreaterThan(50);
      expect(odd[0]).toBeGreaterThan(even[0] ?? 0);
      expect(Math.min(...read.map(({ seconds, nanos }) => seconds * 1000 + nanos / 1e6))).toBeGreaterThan(
        wantedAt - 50,
      );
      expect(ledger.gaps(id)).toEqual([]);
    });
  });
});
