// The live view of containers of real engines: somebody looks, goes away and comes back again and again, and sees each line once.
import { expect, onTestFinished, test } from 'vitest';
import { STDERR, STDOUT } from '../../src/core/lines/line-batch.ts';
import { LiveListener } from '../support/live-listener.ts';
import { inWords, LineCheck } from '../support/reading/line-check.ts';
import { type ContainerSpec, numberedLines } from '../support/real-engine/containers.ts';
import type { EngineApi } from '../support/real-engine/engine-api.ts';
import { dockerForSuite, podmanForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER, PODMAN } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { runServer } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askingOf } from '../support/watching-server.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const WRITTEN = { lines: size(6_000, 60_000) };

/** A server that watches the engine, and somebody who opens views there. */
async function watching(socket: string) {
  const server = await runServer({ dockerHost: [{ name: 'lab', url: `unix://${socket}` }] });
  onTestFinished(() => server.dispose());
  const { admin, told } = await askingOf(server);
  const look = (id: string, after: string | undefined) =>
    LiveListener.open(`${server.url}/api/containers/${id}/logs?tail=2000`, {
      cookie: admin.cookie ?? '',
      ...(after === undefined ? {} : { 'last-event-id': after }),
    });
  return { told, look, isKnown: async (id: string) => (await admin.get(`/api/containers/${id}`)).status === 200 };
}

/** Looks at a container that writes numbered lines until all of them were seen, and comes back after every few hundred. */
async function seenInPieces(socket: string, run: () => Promise<string>): Promise<string> {
  const { look, isKnown } = await watching(socket);
  const id = await run();
  await waitUntil(() => isKnown(id), { what: 'the container is known' });
  const check = new LineCheck(WRITTEN);
  let [after, views]: [string | undefined, number] = [undefined, 0];
  for (let seen = 0; seen < WRITTEN.lines; views++) {
    const view = await look(id, after);
    const enough = Math.min(WRITTEN.lines - seen, 50 + ((views * 97) % 500));
    await waitUntil(() => view.lines.length >= enough, {
      what: () =>
        `${enough} lines more than ${seen} in view ${views}: ${view.status} ${view.lines.length} ${view.states}`,
      limitMs: WAIT_MS,
    });
    view.leave();
    // What has come since belongs to what was seen.
    for (const { event, data } of view.events) {
      if (event === 'gap') return `a gap: ${data.words}`;
      if (event !== 'line') continue;
      check.add({ stream: data.stream === 'stderr' ? STDERR : STDOUT, text: String(data.text) });
      seen += 1;
    }
    after = view.lastId ?? after;
  }
  expect(views).toBeGreaterThan(3);
  return inWords(check.verdict());
}

describeWith(DOCKER, 'a live view of a Docker engine', () => {
  const docker = dockerForSuite();
  const run = (api: EngineApi, spec: Partial<ContainerSpec>) =>
    runForTest(api, { command: numberedLines({ ...WRITTEN, pauseUs: 200 }), ...spec });

  test.for([{ driver: 'json-file' }, { driver: 'local' }])(
    'with the driver $driver shows each line once, however often it is left',
    { timeout: LIMIT_MS },
    async ({ driver }) => {
      const { api, socket } = docker();
      expect(await seenInPieces(socket, () => run(api, { driver }))).toBe('every line once');
    },
  );
});

describeWith(PODMAN, 'a live view of Podman', () => {
  const podman = podmanForSuite();

  test('shows each line once, however often it is left', { timeout: LIMIT_MS }, async () => {
    const { api, socket, cgroupParent } = podman();
    const command = numberedLines({ ...WRITTEN, pauseUs: 200 });
    expect(await seenInPieces(socket, () => runForTest(api, { command, cgroupParent }))).toBe('every line once');
  });
});
