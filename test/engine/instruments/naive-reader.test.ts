// The instruments: what a careless reader loses and doubles is seen.
import { expect, test } from 'vitest';
import { inWords } from '../../support/reading/line-check.ts';
import { numberedLines } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { readNaively } from './naive-reader.ts';

const WRITTEN = { lines: 5_000, pauseUs: 100 };

describeWith(DOCKER, 'a reader that remembers one stamp', () => {
  const docker = dockerForSuite();
  const read = async (resumesAt: 'last' | 'now', cutEvery: number) => {
    const { api, socket } = docker();
    const container = await runForTest(api, { command: numberedLines(WRITTEN) });
    return readNaively({ socket, container, written: WRITTEN, resumesAt, cutEvery });
  };

  test('is fine as long as nobody cuts its stream', async () => {
    expect(inWords(await read('last', 1_000_000))).toBe('every line once');
  });

  test('is caught reading lines twice when it goes on at its last stamp', async () => {
    expect((await read('last', 500)).twice.length).toBeGreaterThanOrEqual(9);
  });

  test('is caught losing lines when it goes on with what comes next', async () => {
    expect((await read('now', 500)).lost.length).toBeGreaterThan(100);
  });
});
