// Whoever takes what was read takes nothing for a while: the engine keeps it, the memory stays as it is, and nothing is lost.
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const MOST_MORE_BYTES = 60 * 1024 * 1024;

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
});
