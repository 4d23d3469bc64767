// Logs with a long past: going on takes no longer for it. And one that is cut short from outside, after which some engines fall silent.
import { truncateSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines, startContainer } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { appendPast, jsonLogFile, jsonRecords } from '../support/real-engine/json-log.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size } from './sizes.ts';

/** A record of a line of 200 bytes takes 270 bytes. */
const PAST = { lines: size(800_000, 4_000_000), length: 200 };
/** The quickest counts: others who use the machine only make it slower. */
const TIMES = 5;
const NEW_LINE_WITHIN_MS = 300;

describeWith(DOCKER, 'a log with a long past', () => {
  const docker = dockerForSuite();

  test('after a cut and after a restart the next line is there in 300 ms', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const proxy = await startSocketProxy({ target: socket, socket: path.join(temporaryDirectory(), 'proxy.sock') });
    // It writes one line when it is started first, and a line each 5 ms when it is started again.
    const command = ['sh', '-c', '[ -e /tmp/x ] && exec wr 1000000 60 5000 o; : >/tmp/x; exec say o:first\\\\n'];
    const id = await runForTest(api, { command });
    await containerEnd(api, id);
    appendPast(docker(), id, { ...PAST, from: Date.now() - 10_000, stepNs: 1_000 });
    await startContainer(api, id);
    // At its very first connection it begins with the lines of this moment.
    const { reader, settings } = await readEngine(proxy.socket, { keep: 'nothing' });
    await reader.hasLines(id, 100);

    const silences: number[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const lines = (await reader.view(id))?.lines ?? 0;
      proxy.cutAll();
      await reader.hasLines(id, lines + 50);
      silences.push((await reader.report()).longestSilenceMs[id] ?? 0);
    }
    expect(Math.min(...silences), `ms without a line: ${silences}`).toBeLessThan(NEW_LINE_WITHIN_MS);

    const beginnings: number[] = [];
    await reader.stop();
    for (let time = 0; time < TIMES; time += 1) {
      const again = startReader(settings);
      await waitUntil(async () => (await again.report()).firstLinesAfterMs[id] !== undefined, { what: 'a first line' });
      beginnings.push((await again.report()).firstLinesAfterMs[id] ?? 0);
      await again.kill();
    }
    expect(Math.min(...beginnings), `ms to the first line: ${beginnings}`).toBeLessThan(NEW_LINE_WITHIN_MS);
  });

  test('one that is cut short from outside is read on, if the engine does not do so then as soon as that is found', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    // It asks a silent engine every few minutes; here, every few seconds.
    const { reader, settings } = await readEngine(socket, { haste: 60 });
    const id = await runForTest(api, { command: numberedLines({ lines: 1_000_000, pauseUs: 100_000 }) });
    await reader.hasLines(id, 30);
    truncateSync(jsonLogFile(docker(), id));
    const before = (await reader.view(id))?.lines ?? 0;
    await reader.hasLines(id, before + 30, 90_000);
    await api.expect('POST', `/containers/${id}/kill`);
    await reader.hasRead([id]);
    await reader.stop();
    const last = Number(jsonRecords(docker(), id).at(-1)?.log.slice(0, 9));
    await lookAtLedger(settings.file, ({ words }) => expect(words(id, { lines: last + 1 })).toBe('every line once'));
  });
});
