// However much passes through it, the reader needs no more memory.
import { expect, test } from 'vitest';
import { readEngine } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

/** Were each of them kept, that would be more than may be more. */
const LINES = size(1_000_000, 10_000_000);
const MOST_MORE_BYTES = 40 * 1024 * 1024;

describeWith(DOCKER, 'the memory of a reader', () => {
  const docker = dockerForSuite();

  test('is the same after all lines as after some', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const { reader } = await readEngine(socket, { keep: 'nothing' });
    const id = await runForTest(api, { command: numberedLines({ lines: LINES }) });
    await reader.hasLines(id, LINES / 10, WAIT_MS);
    const early = (await reader.report()).residentBytes;
    await containerEnd(api, id);
    await reader.hasRead([id], WAIT_MS);
    const { residentBytes } = await reader.report();
    expect(await reader.view(id)).toMatchObject({ lines: LINES, gapsTotal: 0 });
    expect(residentBytes - early).toBeLessThan(MOST_MORE_BYTES);
    await reader.stop();
  });
});
