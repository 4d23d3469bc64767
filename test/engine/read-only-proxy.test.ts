// Behind a socket proxy that lets little through the watching goes on, and says what it costs.
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

describeWith(DOCKER, 'a proxy that lets little through', () => {
  const docker = dockerForSuite();

  test.for([
    { what: 'the engine’s data and version', refuses: /^\/(info|version)/, state: 'live' },
    { what: 'events', refuses: /^\/events/, state: 'polling' },
    { what: 'looking at single containers', refuses: /^\/containers\/\w+\/json/, state: 'live' },
    {
      what: 'all that it need not let through',
      refuses: /^\/(info|version|events|containers\/\w+\/json)/,
      state: 'polling',
    },
  ])('refused: $what', { timeout: 60_000 }, async ({ refuses, state }) => {
    const proxy = await startSocketProxy({
      target: docker().socket,
      socket: path.join(temporaryDirectory(), 'proxy.sock'),
      refuses: (asked) => refuses.test(asked),
    });
    const { reader, settings } = await readEngine(proxy.socket);
    const written = { lines: 2_000 };
    const ids = await Promise.all(
      [0, 1_000].map((pauseUs) => runForTest(docker().api, { command: numberedLines({ ...written, pauseUs }) })),
    );
    await Promise.all(ids.map((id) => containerEnd(docker().api, id)));
    await reader.hasRead(ids);
    const { engine } = await reader.report();
    await reader.stop();
    expect(engine.state).toBe(state);
    if (state === 'polling') expect(engine.notes.join(' ')).toMatch(/events/i);
    expect(proxy.refused.filter((asked) => !asked.startsWith('GET '))).toEqual([]);
    await lookAtLedger(settings.file, ({ words, gaps }) => {
      expect(ids.map((id) => words(id, written))).toEqual(ids.map(() => 'every line once'));
      expect(ids.flatMap((id) => gaps(id))).toEqual([]);
    });
  });
});
