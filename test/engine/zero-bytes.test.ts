// Zero bytes stand in a log after a crash of the machine. Old engines end a history there without a word, and a stream goes on with what is written next.
import { appendFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareStamps, type Stamp } from '../../src/core/lines/stamp.ts';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { jsonLogFile } from '../support/real-engine/json-log.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS } from './sizes.ts';

const WRITTEN = { lines: 400, length: 20, pauseUs: 30_000, streams: 'stdout' } as const;

describeWith(DOCKER, 'zero bytes in a log', () => {
  const docker = dockerForSuite();

  test('are a gap where they hide lines, and let none come twice', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const id = await runForTest(api, { command: numberedLines(WRITTEN) });
    await reader.hasLines(id, 150);
    await reader.stop();
    appendFileSync(jsonLogFile(docker(), id), Buffer.alloc(4_096));
    // What is written from here on lies behind the zeros; some of it before anybody reads again.
    const sizeNow = () => statSync(jsonLogFile(docker(), id)).size;
    const before = sizeNow();
    await waitUntil(() => sizeNow() > before + 2_000, { what: 'some lines are written behind the zeros' });
    const second = startReader(settings);
    await containerEnd(api, id);
    await second.hasRead([id]);
    await second.stop();
    await lookAtLedger(settings.file, ({ verdict, lines, gaps }) => {
      const { twice, foreign, lost } = verdict(id, WRITTEN);
      expect({ twice, foreign }).toEqual({ twice: [], foreign: [] });
      expect(lost.length).toBeGreaterThan(0);
      const [gap] = gaps(id);
      expect(gap).toMatchObject({ reason: 'engine_error' });
      // The lines before the gap are those before the first lost one, and those behind it come after the last: the gap may hold some that came.
      const [first = -1, last = -1] = [lost[0], lost.at(-1)];
      const isBefore = (line: Stamp): boolean => gap?.from !== undefined && compareStamps(line, gap.from) <= 0;
      const isBehind = (line: Stamp): boolean => gap?.to !== undefined && compareStamps(line, gap.to) > 0;
      expect(lines(id).filter(isBefore).length).toBeLessThanOrEqual(first);
      expect(lines(id).filter(isBehind).length).toBeLessThanOrEqual(WRITTEN.lines - 1 - last);
      expect(lines(id)).toHaveLength(WRITTEN.lines - lost.length);
    });
  });
});
