// Whoever takes what was read takes nothing for a while: the engine keeps it, the memory stays as it is, and nothing is lost.
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const MOST_MORE_BYTES = 60 * 1024 * 1024;
/** How long nothing is taken. */
const HELD_SECONDS = size(5, 60);

describeWith(DOCKER, 'a ledger that takes nothing for a while', () => {
  const docker = dockerForSuite();

  test('the reading pauses, in little memory, and goes on without a loss', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const written = { lines: size(150_000, 3_000_000) };
    await reader.hold();
    const before = (await reader.report()).residentBytes;
    const ids = await Promise.all([0, 1].map(() => runForTest(api, { command: numberedLines(written) })));
    await Promise.all(ids.map((id) => containerEnd(api, id)));
    await waitUntil(async () => (await reader.report()).origins.filter(({ paused }) => paused).length === 2, {
      what: 'both are paused',
    });
    const { residentBytes, origins } = await reader.report();
    expect(residentBytes - before).toBeLessThan(MOST_MORE_BYTES);
    expect(Math.max(...origins.map(({ lines }) => lines))).toBeLessThan(written.lines);
    await reader.release();
    await reader.hasRead(ids, WAIT_MS);
    await reader.stop();
    await lookAtLedger(settings.file, ({ words }) => {
      expect(ids.map((id) => words(id, written))).toEqual(ids.map(() => 'every line once'));
    });
  });

  test('the reading stays paused in little memory also when its stream is cut meanwhile, and loses nothing', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const proxy = await startSocketProxy({ target: socket, socket: path.join(temporaryDirectory(), 'proxy.sock') });
    const { reader, settings } = await readEngine(proxy.socket);
    const written = { lines: HELD_SECONDS * 10_000, pauseUs: 20 };
    await reader.hold();
    const before = (await reader.report()).residentBytes;
    const id = await runForTest(api, { command: numberedLines(written) });
    const stopwatch = await runForTest(api, { command: ['sh', '-c', `exec sleep ${HELD_SECONDS}`] });
    await waitUntil(async () => (await reader.view(id))?.paused === true, { what: 'it is paused' });
    const { lines } = (await reader.view(id)) ?? { lines: 0 };
    // That its stream was cut it finds when it reads on; it must not begin another one to read more.
    proxy.cutAll();
    await containerEnd(api, stopwatch);
    const held = await reader.view(id);
    expect([held?.paused, held?.lines]).toEqual([true, lines]);
    expect((await reader.report()).residentBytes - before).toBeLessThan(MOST_MORE_BYTES);
    await reader.release();
    await containerEnd(api, id);
    await reader.hasRead([id], WAIT_MS);
    expect((await reader.view(id))?.reconnects.cut).toBeGreaterThan(0);
    await reader.stop();
    await lookAtLedger(settings.file, ({ words, gaps }) => {
      expect(words(id, written)).toBe('every line once');
      expect(gaps(id)).toEqual([]);
    });
  });
});
