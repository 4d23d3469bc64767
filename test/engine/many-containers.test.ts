// More containers at once than the engine has watchers of files for.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { numberedLines, runContainer } from '../support/real-engine/containers.ts';
import { ownDockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { jsonRecords } from '../support/real-engine/json-log.ts';
import { describeWith } from '../support/requirement.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const CONTAINERS = size(140, 200);
const AT_A_TIME = 4;
const KILLS = size(1, 24);
/** From the start of a reader: sometimes it has not begun to read, sometimes it reads them all. */
const MOST_MS = 4_000;

describeWith(DOCKER, 'many containers', () => {
  // It goes with all of them at once, which is quicker than to remove them one by one.
  const docker = ownDockerForSuite();

  test('each line of each of them once, although the reader is killed in between, again and again', {
    timeout: 2 * LIMIT_MS,
  }, async () => {
    const watchers = Number(readFileSync('/proc/sys/fs/inotify/max_user_instances', 'utf8'));
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const command = numberedLines({ lines: 1_000_000, pauseUs: 100_000 });
    const ids: string[] = [];
    const start = async (): Promise<void> => {
      while (ids.length < CONTAINERS) {
        const place = ids.push('') - 1;
        ids[place] = await runContainer(api, { command });
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, start));
    // Otherwise the test says less than it should: raise CONTAINERS.
    if (watchers === 128) expect(CONTAINERS).toBeGreaterThan(watchers);
    for (const id of ids) await reader.hasLines(id, 20, WAIT_MS);
    await reader.kill();
    let again = startReader(settings);
    for (let kill = 1; kill < KILLS; kill += 1) {
      await sleep(Math.random() * MOST_MS);
      await again.kill();
      again = startReader(settings);
    }
    for (const id of ids) await again.hasLines(id, 40, WAIT_MS);
    const { origins } = await again.report();
    expect(origins.filter(({ state }) => state === 'following').length).toBe(CONTAINERS);
    // Nothing is written any more, and nobody has to wait for 140 ends one by one.
    await Promise.all(ids.map((id) => api.expect('POST', `/containers/${id}/kill`)));
    await again.hasRead(ids, WAIT_MS);
    await again.stop();
    await lookAtLedger(settings.file, ({ words }) => {
      const wrong = ids
        .map((id) => `${id}: ${words(id, { lines: jsonRecords(docker(), id).length })}`)
        .filter((verdict) => !verdict.endsWith('every line once'));
      expect(wrong).toEqual([]);
    });
  });
});
