// Containers that live for a moment, come again and again, or go while nobody looks.
import path from 'node:path';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { differences } from '../support/reading/same-as-log.ts';
import { containerEnd, numberedLines, removeContainer, startContainer } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { jsonRecords } from '../support/real-engine/json-log.ts';
import { startSocketProxy } from '../support/real-engine/socket-proxy.ts';
import { createForTest, runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

/** A line with the time, so that no two runs write the same. */
const RUN = ['say', 'o:run\\x20', 't:', 'o:\\n', 'e:failed\\n'] as const;

describeWith(DOCKER, 'containers that come and go', () => {
  const docker = dockerForSuite();

  test.for([
    { what: 'that stay when they have ended', autoRemove: false },
    { what: 'that the engine removes at once', autoRemove: true },
  ])(
    'thirty of them, $what, alive for 200 ms, in bursts of ten: all lines',
    { timeout: LIMIT_MS },
    async ({ autoRemove }) => {
      const { api, socket } = docker();
      const { reader, settings } = await readEngine(socket);
      const written = { lines: 50 };
      const ids: string[] = [];
      for (let burst = 0; burst < 3; burst += 1) {
        const command = numberedLines({ ...written, pauseUs: 4_000 });
        const ten = await Promise.all(Array.from({ length: 10 }, () => createForTest(api, { command, autoRemove })));
        ids.push(...ten);
        await Promise.all(ten.map((id) => startContainer(api, id)));
        // 404: it is removed already.
        await Promise.all(ten.map((id) => api.call('POST', `/containers/${id}/wait`)));
      }
      await reader.hasRead(ids);
      await reader.stop();
      await lookAtLedger(settings.file, ({ words, gaps }) => {
        expect(ids.map((id) => words(id, written))).toEqual(ids.map(() => 'every line once'));
        // An engine that removes it may have ended its stream with lines unread; where nobody can know, that is said.
        const doubts = ids.flatMap((id) => gaps(id)).filter(({ reason }) => !autoRemove || reason !== 'end_unproven');
        expect(doubts).toEqual([]);
      });
    },
  );

  test('one that fails and is restarted at once, for ever: each run once, with one stream a run', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const proxy = await startSocketProxy({ target: socket, socket: path.join(temporaryDirectory(), 'proxy.sock') });
    const { reader, settings } = await readEngine(proxy.socket);
    const id = await runForTest(api, { command: [...RUN, 'x:1'], restart: 'always' });
    // The engine waits twice as long before each: nine take a minute.
    const runs = size(6, 9);
    await waitUntil(async () => (await api.expect('GET', `/containers/${id}/json`)).RestartCount >= runs, {
      what: `${runs} restarts`,
      limitMs: WAIT_MS,
    });
    await api.expect('POST', `/containers/${id}/stop?t=1`);
    await reader.hasRead([id]);
    await reader.stop();
    const inLog = jsonRecords(docker(), id);
    await lookAtLedger(settings.file, ({ lines, gaps }) => {
      expect(differences({ inLog, inLedger: lines(id) })).toEqual([]);
      expect(gaps(id)).toEqual([]);
    });
    const starts = inLog.filter(({ stream }) => stream === 'stdout').length;
    const follows = proxy.asked.filter((asked) => asked.includes(`${id}/logs?`) && asked.includes('follow=1'));
    expect(starts).toBeGreaterThanOrEqual(runs);
    expect(follows.length).toBeLessThanOrEqual(starts + 1);
  });

  test('one that is restarted, stopped, and started later: no run is read again, and none is missed', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const id = await runForTest(api, { command: [...RUN, 's:100000'] });
    const runIs = (count: number) =>
      waitUntil(() => jsonRecords(docker(), id).length === 2 * count, { what: `run ${count} has written` });
    await runIs(1);
    await api.expect('POST', `/containers/${id}/restart?t=1`);
    await runIs(2);
    await api.expect('POST', `/containers/${id}/stop?t=1`);
    await reader.hasRead([id]);
    await startContainer(api, id);
    await runIs(3);
    await reader.hasLines(id, 6);
    await api.expect('POST', `/containers/${id}/restart?t=0`);
    await api.expect('POST', `/containers/${id}/restart?t=0`);
    await api.expect('POST', `/containers/${id}/stop?t=1`);
    await reader.hasRead([id]);
    await reader.stop();
    await lookAtLedger(settings.file, ({ lines, gaps }) => {
      expect(differences({ inLog: jsonRecords(docker(), id), inLedger: lines(id) })).toEqual([]);
      expect(gaps(id)).toEqual([]);
    });
  });

  test('while no reader runs: what was started is read from its beginning, what was removed is a gap', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const forever = numberedLines({ lines: 1_000_000, pauseUs: 10_000 });
    const known = await runForTest(api, { command: forever });
    await reader.hasLines(known, 10);
    await reader.stop();
    await removeContainer(api, known);
    const ended = await runForTest(api, { command: numberedLines({ lines: 500 }) });
    await containerEnd(api, ended);
    const running = await runForTest(api, { command: numberedLines({ lines: 500, pauseUs: 1_000 }) });
    const again = startReader(settings);
    await containerEnd(api, running);
    await again.hasRead([known, ended, running]);
    await again.stop();
    await lookAtLedger(settings.file, ({ words, gaps }) => {
      expect(words(ended, { lines: 500 })).toBe('every line once');
      expect(words(running, { lines: 500 })).toBe('every line once');
      expect(gaps(known)).toEqual([{ reason: 'removed_while_away', from: expect.anything(), to: undefined }]);
    });
  });
});
