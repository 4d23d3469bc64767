// The engine itself ends: asked to or killed, with containers that live on and with ones that end with it.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { differences } from '../support/reading/same-as-log.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { ownDockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { jsonRecords } from '../support/real-engine/json-log.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const WRITTEN = { lines: 1_000_000, pauseUs: 1_000 };

const KILLS = size(3, 24);
/** From when all is well until the engine is killed again. */
const MOST_MS = 1_500;

describe.for([{ liveRestore: true }, { liveRestore: false }])('live-restore $liveRestore', ({ liveRestore }) => {
  describeWith(DOCKER, 'an engine that ends and comes back', () => {
    const docker = ownDockerForSuite({ liveRestore });

    test.for([
      { signal: 'SIGTERM', readers: 'one reader' },
      { signal: 'SIGKILL', readers: 'one reader' },
      { signal: 'SIGKILL', readers: 'two readers, one after the other' },
    ] as const)(
      '$signal, $readers: all that is in the log is read once, before and after',
      { timeout: LIMIT_MS },
      async ({ signal, readers }) => {
        const { api, socket } = docker();
        let { reader, settings } = await readEngine(socket);
        const id = await runForTest(api, { command: numberedLines(WRITTEN) });
        const silent = await runForTest(api, { command: ['say', 'o:silence\\n', 's:1000000'] });
        await reader.hasLines(id, 500);

        await docker().kill(signal);
        await waitUntil(async () => (await reader.report()).engine.outOfReachMs !== undefined, {
          what: 'the loss is seen',
        });
        if (readers !== 'one reader') {
          await reader.kill();
          reader = startReader(settings);
        }
        await docker().start();
        await reader.connected();

        const before = (await reader.view(id))?.lines ?? 0;
        if (liveRestore) await reader.hasLines(id, before + 500);
        const later = await runForTest(api, { command: numberedLines({ lines: 300 }) });
        await containerEnd(api, later);
        for (const one of [id, silent]) await api.call('POST', `/containers/${one}/kill`);
        await reader.hasRead([id, silent, later]);
        await reader.stop();

        await lookAtLedger(settings.file, ({ lines, words, gaps }) => {
          const inLog = jsonRecords(docker(), id);
          expect(inLog.length).toBeGreaterThan(500);
          // The log is the measure, not the numbers: an engine that ends may lose what it has taken from a container and not written yet.
          expect(differences({ inLog, inLedger: lines(id) })).toEqual([]);
          expect(lines(silent).map(({ text }) => text)).toEqual(['silence']);
          expect(words(later, { lines: 300 })).toBe('every line once');
          expect([id, silent, later].flatMap((one) => gaps(one))).toEqual([]);
        });
      },
    );

    test('killed again and again, with its reader or without, while four containers write: all that is in their logs is read once', {
      timeout: LIMIT_MS,
    }, async () => {
      const { api, socket } = docker();
      let { reader, settings } = await readEngine(socket);
      const ids: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        // Without live-restore the engine ends them when it comes back.
        if (kill === 0 || !liveRestore) {
          const four = [100, 100, 500, 500].map((pauseUs) => numberedLines({ lines: 1_000_000, pauseUs }));
          ids.push(...(await Promise.all(four.map((command) => runForTest(api, { command })))));
        }
        await sleep(Math.random() * MOST_MS);
        await docker().kill('SIGKILL');
        if (kill % 2 === 0) {
          await reader.kill();
          reader = startReader(settings);
        }
        await docker().start();
        await reader.connected();
      }
      await Promise.all(ids.map((id) => api.call('POST', `/containers/${id}/kill`)));
      await reader.hasRead(ids, WAIT_MS);
      await reader.stop();

      await lookAtLedger(settings.file, ({ lines, gaps }) => {
        const wrong = ids.flatMap((id) => {
          const different = differences({ inLog: jsonRecords(docker(), id), inLedger: lines(id) });
          return [...different.slice(0, 5), ...gaps(id).map((gap) => JSON.stringify(gap))].map(
            (one) => `${id}: ${one}`,
          );
        });
        expect(wrong).toEqual([]);
        expect(ids.reduce((sum, id) => sum + lines(id).length, 0)).toBeGreaterThan(1_000);
      });
    });
  });
});
