// Streams that are cut: in the middle of a line, of a frame, and where the two streams of a container lie the wrong way round; and all of them, every few seconds.
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { startReader } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { jsonRecords } from '../support/real-engine/json-log.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

describeWith(DOCKER, 'a stream that is cut', () => {
  const docker = dockerForSuite();

  test('anywhere in its bytes loses and doubles nothing, although lines lie in the log before older ones', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const folder = temporaryDirectory();
    const lines = size(30_000, 200_000);
    const proxy = await startSocketProxy({
      target: socket,
      socket: path.join(folder, 'proxy.sock'),
      // From less than a frame up to more than what a reader of such speed has to recognize before it comes to new lines.
      cutLinesAfterBytes: () => Math.ceil(Math.random() * 4_000_000),
    });
    const file = path.join(folder, 'ledger.db');
    const reader = startReader({ url: `unix://${proxy.socket}`, file, keep: 'lines', haste: 10 });
    await reader.connected();
    const ids = await Promise.all([0, 0, 0, 0].map(() => runForTest(api, { command: numberedLines({ lines }) })));
    await Promise.all(ids.map((id) => containerEnd(api, id)));
    await reader.hasRead(ids, WAIT_MS);
    await reader.stop();
    expect(inversions(ids)).toBeGreaterThan(20);
    expect(proxy.cuts()).toBeGreaterThan(5);
    expect(await lookAtLedger(file, ({ words }) => ids.map((id) => words(id, { lines })))).toEqual(
      ids.map(() => 'every line once'),
    );
  });

  test('every few seconds, of containers that write as fast as they can, loses and doubles nothing', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const folder = temporaryDirectory();
    const lines = size(20_000, 100_000);
    const cutAfterMs = size(500, 5_000);
    const proxy = await startSocketProxy({ target: socket, socket: path.join(folder, 'proxy.sock'), cutAfterMs });
    const file = path.join(folder, 'ledger.db');
    const reader = startReader({ url: `unix://${proxy.socket}`, file, keep: 'lines' });
    await reader.connected();
    // Two are done at once, and two go on over many cuts.
    const ids = await Promise.all(
      [0, 0, 300, 300].map((pauseUs) => runForTest(api, { command: numberedLines({ lines, pauseUs }) })),
    );
    await Promise.all(ids.map((id) => containerEnd(api, id)));
    await reader.hasRead(ids, WAIT_MS);
    await reader.stop();
    expect(proxy.cuts()).toBeGreaterThan(5);
    await lookAtLedger(file, ({ words, gaps }) => {
      expect(ids.map((id) => [words(id, { lines }), gaps(id)])).toEqual(ids.map(() => ['every line once', []]));
    });
  });

  test('every second, those of the quiet and of the busy, costs nothing but a new request', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const folder = temporaryDirectory();
    const rounds = size(10, 24);
    const cutAfterMs = size(1_000, 5_000);
    const proxy = await startSocketProxy({ target: socket, socket: path.join(folder, 'proxy.sock'), cutAfterMs });
    const file = path.join(folder, 'ledger.db');
    const reader = startReader({ url: `unix://${proxy.socket}`, file, keep: 'lines' });
    await reader.connected();
    const busy = { lines: 10_000_000, pauseUs: 300 };
    const quiet = { lines: 1 };
    const [loud = '', silent = ''] = await Promise.all([
      runForTest(api, { command: numberedLines(busy) }),
      runForTest(api, { command: ['sh', '-c', 'wr 1 60 0 b; exec sleep 1000'] }),
    ]);
    await waitUntil(async () => ((await reader.view(loud))?.reconnects.cut ?? 0) >= rounds, {
      what: `${rounds} cuts of the busy one`,
      limitMs: WAIT_MS,
    });
    await Promise.all([loud, silent].map((id) => api.expect('POST', `/containers/${id}/kill`)));
    await reader.hasRead([loud, silent]);
    const view = await reader.view(silent);
    await reader.stop();
    const written = jsonRecords(docker(), loud).length;
    expect(view?.reconnects.cut).toBeGreaterThanOrEqual(rounds - 2);
    expect(view?.gapsTotal).toBe(0);
    await lookAtLedger(file, ({ words }) => {
      expect(words(loud, { ...busy, lines: written })).toBe('every line once');
      expect(words(silent, quiet)).toBe('every line once');
    });
  });

  /** How often a line of one stream lies before an older one of the other. */
  function inversions(ids: readonly string[]): number {
    const backward = (id: string): number => {
      const times = jsonRecords(docker(), id).map(({ time }) => time.padEnd(30, '0'));
      return times.filter((time, at) => time < (times[at - 1] ?? '')).length;
    };
    return ids.reduce((sum, id) => sum + backward(id), 0);
  }
});
