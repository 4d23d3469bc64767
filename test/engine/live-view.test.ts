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
  const lookAtAll = (query: string, after: string | undefined) =>
    LiveListener.open(
      `${server.url}/api/logs/stream?tail=2000&${query}${after === undefined ? '' : `&after=${after}`}`,
      {
        cookie: admin.cookie ?? '',
      },
    );
  return {
    told,
    look,
    lookAtAll,
    isKnown: async (id: string) => (await admin.get(`/api/containers/${id}`)).status === 200,
  };
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

/** The same with several containers on one stream. */
async function seenTogether(socket: string, run: () => Promise<string>, count: number): Promise<readonly string[]> {
  const { lookAtAll, isKnown } = await watching(socket);
  const ids = await Promise.all(Array.from({ length: count }, run));
  for (const id of ids) await waitUntil(() => isKnown(id), { what: 'the container is known' });
  const checks = new Map(ids.map((id) => [id, new LineCheck(WRITTEN)]));
  let [after, views]: [string | undefined, number] = [undefined, 0];
  for (let seen = 0; seen < WRITTEN.lines * count; views++) {
    const view = await lookAtAll(`containers=${ids.join(',')}`, after);
    const enough = Math.min(WRITTEN.lines * count - seen, 50 + ((views * 97) % 500) * count);
    await waitUntil(() => view.shown.length >= enough, {
      what: () =>
        `${enough} lines more than ${seen} in view ${views}: ${view.status} ${view.shown.length} ${view.stood}`,
      limitMs: WAIT_MS,
    });
    view.leave();
    expect(view.events.filter(({ event }) => event === 'gap')).toEqual([]);
    for (const { container_id: id, stream, text } of view.shown)
      checks.get(String(id))?.add({ stream: stream === 'stderr' ? STDERR : STDOUT, text: String(text) });
    seen += view.shown.length;
    after = view.lastId ?? after;
  }
  expect(views).toBeGreaterThan(3);
  return [...checks.values()].map((check) => inWords(check.verdict()));
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

  test('of several containers shows each line of each once, however often it is left', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const command = numberedLines({ ...WRITTEN, pauseUs: 500 });
    const seen = await seenTogether(socket, () => runForTest(api, { command }), 8);
    expect(seen).toEqual(Array.from({ length: 8 }, () => 'every line once'));
  });
});

describeWith(PODMAN, 'a live view of Podman', () => {
  const podman = podmanForSuite();

  test('shows each line once, however often it is left', { timeout: LIMIT_MS }, async () => {
    const { api, socket, cgroupParent } = podman();
    const command = numberedLines({ ...WRITTEN, pauseUs: 200 });
    expect(await seenInPieces(socket, () => runForTest(api, { command, cgroupParent }))).toBe('every line once');
  });
});
