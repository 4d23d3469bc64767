// The reader is killed with SIGKILL at moments that nobody chose, again and again, while containers write.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

/** From its start: sometimes it has not begun to read, sometimes it has read much. */
const MOST_MS = 1_500;

const DRIVERS = [
  { driver: 'json-file', driverOptions: {}, lines: size(100_000, 200_000), kills: size(15, 120) },
  { driver: 'local', driverOptions: {}, lines: size(40_000, 200_000), kills: size(8, 120) },
  // Files are replaced all the time, and none is deleted before it was read.
  {
    driver: 'json-file',
    driverOptions: { 'max-size': '1m', 'max-file': '500' },
    lines: size(40_000, 200_000),
    kills: size(8, 120),
  },
];

describeWith(DOCKER, 'a reader that is killed again and again', () => {
  const docker = dockerForSuite();

  test.for(DRIVERS)(
    'reads each line of four containers once ($driver $driverOptions)',
    { timeout: LIMIT_MS },
    async ({ lines, kills, ...log }) => {
      const { api, socket } = docker();
      const settings = {
        url: `unix://${socket}`,
        file: path.join(temporaryDirectory(), 'ledger.db'),
        keep: 'lines',
      } as const;
      let reader = startReader(settings);
      await reader.connected();
      // Two write as fast as they can, so that there is a past to be read; two go on while the reader comes and goes.
      const ids = await Promise.all(
        [0, 0, 100, 100].map((pauseUs) => runForTest(api, { ...log, command: numberedLines({ lines, pauseUs }) })),
      );
      for (let kill = 0; kill < kills; kill += 1) {
        await sleep(Math.random() * MOST_MS);
        await reader.kill();
        reader = startReader(settings);
      }
      await Promise.all(ids.map((id) => containerEnd(api, id)));
      await reader.hasRead(ids, WAIT_MS);
      await reader.stop();
      const words = await lookAtLedger(settings.file, ({ words }) => ids.map((id) => words(id, { lines })));
      expect(words).toEqual(ids.map(() => 'every line once'));
    },
  );

  test('in the middle of a history begins it again where it had come', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    await reader.stop();
    const written = { lines: size(100_000, 800_000) };
    const id = await runForTest(api, { command: numberedLines(written) });
    await containerEnd(api, id);
    const readWhenKilled: number[] = [];
    for (let from = 0; readWhenKilled.length < size(6, 60); ) {
      const next = startReader(settings);
      let read = 0;
      const hasGoneOn = async (): Promise<boolean> => {
        read = (await next.view(id))?.lines ?? 0;
        return read > from;
      };
      await waitUntil(hasGoneOn, { what: () => `more than ${from} lines are read`, limitMs: WAIT_MS, everyMs: 1 });
      await next.kill();
      readWhenKilled.push(read);
      from = read;
    }
    const inTheMiddle = readWhenKilled.filter((read) => read < written.lines);
    expect(inTheMiddle.length).toBeGreaterThan(2);
    const last = startReader(settings);
    await last.hasRead([id], WAIT_MS);
    await last.stop();
    await lookAtLedger(settings.file, ({ words, gaps }) => {
      expect(words(id, written)).toBe('every line once');
      expect(gaps(id)).toEqual([]);
    });
  });
});
