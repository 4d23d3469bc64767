import { describe, expect, test } from 'vitest';
import { NEW_YEAR } from '../../../../test/support/line-batch.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ModelEngine } from '../../../../test/support/model-engine.ts';
import { OpenStream } from '../../../../test/support/open-stream.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { EngineTraits } from '../../../sources/docker/engine/engine-client.ts';
import type { EngineStatus } from '../../../sources/docker/watch/engine-status.ts';
import { CatchUp } from '../../../tail/coverage/catch-up.ts';
import { OriginCoverage } from '../../../tail/coverage/origin-coverage.ts';
import { shownContainer } from '../shown/container-views.ts';
import { createLiveLogs, type LiveLogsParts } from './live-logs.ts';

const TRAITS: EngineTraits = { kind: 'docker', apiVersion: '1.41', version: '20.10.24', notes: [] };

function given({ status = {}, isOurs = true, mostViews = 2 } = {}) {
  const [clock, client] = [new ManualClock(), new ModelEngine({ sinceOnce: false })];
  client.write({ stream: 1, stamp: { seconds: 1_790_000_000, nanos: 0 }, text: 'an error\n' });
  const record = new OriginCoverage({
    ...{ origin: sampleOrigin('web'), clock, sums: { lines: 0, bytes: 0, lateLines: 0 } },
    ...{ catchUp: new CatchUp({ now: () => NEW_YEAR, clock }), onGone: () => undefined },
  });
  const container: ContainerView = shownContainer(record.view(), { outOfReach: undefined, joined: () => undefined });
  const now: Partial<EngineStatus> = { outOfReachMs: undefined, traits: TRAITS, ...status };
  const engine = { name: 'local', client, source: { key: 'docker:local', status: () => now } };
  // Only these parts of an engine are used.
  const engines = [{ engine, isOurs }] as unknown as LiveLogsParts['engines'];
  const rulesOf: LiveLogsParts['rulesOf'] = (id, { bytes }) => [{ id, name: Buffer.from(bytes).toString() }];
  const coverage: LiveLogsParts['coverage'] = {
    container: async (id) => (id === 'web' ? container : undefined),
    containersThere: async () => [container],
    workloads: async () => [],
  };
  const logs = createLiveLogs({ engines, coverage, clock, rulesOf, random: () => 0.5, mostViews });
  const view = { tail: 10, query: undefined, after: undefined };
  const { signal } = new AbortController();
  return { clock, client, open: (id = 'web') => logs.open(id, view, signal) };
}

describe('live views', () => {
  test('mark each line with the rules that match it', async () => {
    const { clock, open } = given();
    const browser = new OpenStream();
    (await open())(browser.stream);
    await clock.advance(0);
    const line = browser.sent.find(({ event }) => event === 'line');
    expect(line?.data).toMatchObject({ text: 'an error', rules: [{ id: 'web', name: 'an error' }] });
  });

  test('of an engine are bounded, also when many come at once, and one that ends makes room', async () => {
    const { clock, client, open } = given();
    const browsers = [new OpenStream(), new OpenStream(), new OpenStream()];
    const begun = await Promise.all(browsers.map(() => open()));
    for (const [n, begin] of begun.entries()) begin((browsers[n] as OpenStream).stream);
    await clock.advance(0);
    expect(client.openStreams).toBe(2);
    expect(browsers[2]?.sent).toEqual([
      { event: 'closing', data: { reason: 'too many live views of this engine or machine are open' } },
    ]);
    await expect(open()).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 10 });
    browsers[0]?.close('it has seen enough');
    await clock.advance(0);
    await expect(open()).resolves.toBeInstanceOf(Function);
  });

  test('of an engine that another instance watches ask it what it is', async () => {
    const { client, open } = given({ isOurs: false, status: { traits: undefined } });
    let asked = 0;
    client.negotiate = async () => {
      asked += 1;
      return { ok: true, traits: { ...TRAITS, kind: 'docker' } } as never;
    };
    await open();
    expect(asked).toBe(1);
  });

  test('of an engine that does not answer are refused with its words, and those of no container as not found', async () => {
    const { client, open } = given({ isOurs: false });
    client.negotiate = async () => ({ ok: false, fault: { kind: 'timeout', words: 'It is silent.' } }) as never;
    await expect(open()).rejects.toMatchObject({
      code: 'engine_unreachable',
      message: 'The engine local is out of reach. It is silent.',
    });
    await expect(open('other')).rejects.toMatchObject({ code: 'not_found' });
  });
});
