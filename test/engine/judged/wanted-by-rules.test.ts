// Which streams of a container are asked for follows from the rules that there are, within a second of each change of them.
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Administrator, administratorOf, startTocsin } from '../../support/judged/tocsin-process.ts';
import { numberedLines } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { type SocketProxy, startSocketProxy } from '../../support/real-engine/socket-proxy.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { LIMIT_MS } from '../sizes.ts';

const RULES = '/api/log-scan-rules';
const WITHIN_MS = 1_000;
/** Others use the machine as well; the least of so many times is what the server takes. */
const ROUNDS = 3;

describeWith(DOCKER, 'the streams of a container', () => {
  const docker = dockerForSuite();

  test('are those that a rule wants, and no other is asked for; a change of the rules changes that within a second', {
    timeout: LIMIT_MS,
  }, async () => {
    const folder = temporaryDirectory();
    const proxy = await startSocketProxy({ target: docker().socket, socket: path.join(folder, 'proxy.sock') });
    const tocsin = await startTocsin({ dataDir: path.join(folder, 'data'), socket: proxy.socket });
    const admin = await administratorOf(tocsin);
    const writing = numberedLines({ lines: 1_000_000, pauseUs: 20_000 });
    const id = await runForTest(docker().api, { command: writing });
    const standing = { admin, proxy, id };
    await waitUntil(async () => (await stateOf(standing)) === 'not_wanted', {
      what: 'it is found, and nobody wants it',
    });
    expect(followed(standing)).toEqual([]);

    const rule = await admin.makeRule({ name: 'failures', pattern: 'x', streams: 'stderr', cooldown_seconds: 3_600 });
    const steps = [
      [{ streams: 'stderr' }, ['stderr']],
      [{ streams: 'stdout' }, ['stdout']],
      [{ streams: 'both' }, ['stdout', 'stderr']],
      [{ enabled: false }, []],
      [{ enabled: true, streams: 'stderr' }, ['stderr']],
    ] as const;
    const took: readonly number[][] = steps.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [at, [change, streams]] of steps.entries()) {
        const askedBefore = proxy.asked.length;
        await admin.send('PATCH', `${RULES}/${rule}`, change);
        const changedAt = performance.now();
        const is = (): boolean => followed(standing).join() === streams.join();
        await waitUntil(is, {
          what: () => `it is followed as ${JSON.stringify(change)} says, not ${followed(standing)}`,
        });
        took[at]?.push(performance.now() - changedAt);
        const sinceThen = proxy.asked.slice(askedBefore).filter((asked) => asked.includes(`${id}/logs?`));
        if (streams.length === 0) expect(sinceThen).toEqual([]);
      }
    }
    const least = took.map((times) => Math.min(...times));
    expect(
      least.filter((ms) => ms >= WITHIN_MS),
      `ms: ${least}`,
    ).toEqual([]);
    expect(await stateOf(standing)).toBe('following');
  });
});

interface Standing {
  readonly admin: Administrator;
  readonly proxy: SocketProxy;
  readonly id: string;
}

/** Of which streams the engine sends what the container writes, now. */
function followed({ proxy, id }: Standing): readonly string[] {
  const streams = proxy.open().filter((asked) => asked.includes(`${id}/logs?`) && asked.includes('follow=1'));
  const wanted = new URLSearchParams(streams.map((asked) => asked.slice(asked.indexOf('?') + 1)).join('&'));
  return ['stdout', 'stderr'].filter((stream) => wanted.getAll(stream).includes('1'));
}

async function stateOf({ admin, id }: Standing): Promise<string | undefined> {
  const { items } = await admin.send('GET', '/api/containers');
  return items.find((one: { readonly id: string }) => one.id === id)?.state;
}
