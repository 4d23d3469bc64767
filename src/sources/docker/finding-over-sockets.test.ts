// The source over real sockets: what the engine in memory cannot show.
import { describe, expect, onTestFinished, test } from 'vitest';
import { PODMAN_4 } from '../../../test/support/fake-engine/engine-profile.ts';
import {
  type FakeEngine,
  type FakeEngineOptions,
  startFakeEngine,
} from '../../../test/support/fake-engine/fake-engine.ts';
import { ToldSource } from '../../../test/support/told-source.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { systemClock } from '../../core/clock.ts';
import { stampText } from '../../core/lines/stamp.ts';
import { HttpEngineClient } from './engine/http-engine-client.ts';

/** An engine with one container that runs, watched. */
async function given(options: FakeEngineOptions = {}): Promise<{ engine: FakeEngine; source: ToldSource }> {
  const engine = await startFakeEngine(options);
  engine.addContainer({ name: 'old' });
  engine.time.move(10_000);
  const tls = { certPath: undefined, verify: undefined };
  const client = new HttpEngineClient({ name: 'nas', url: engine.url, tls, clock: systemClock });
  const source = new ToldSource({ client, clock: systemClock, random: () => 0.5, pollSeconds: 1, written: stampText });
  onTestFinished(() => source.stop());
  source.run();
  await told(source, 'old started');
  return { engine, source };
}

/** Waits until that was told; gives all that was told until then. */
async function told(source: ToldSource, last: string): Promise<readonly string[]> {
  const all: string[] = [];
  const heard = (): boolean => all.push(...source.told()) > 0 && all.includes(last);
  await waitUntil(heard, { what: () => `"${last}" is told after ${JSON.stringify(all)}`, limitMs: 10_000, everyMs: 2 });
  return all;
}

describe('over a socket', () => {
  test.each([
    ['Docker', {}],
    ['Podman', { profile: PODMAN_4 }],
    ['an engine that is cut at every byte', { chunkBytes: 1 }],
    ['an engine on TCP', { on: 'tcp' }],
    ['an engine whose heads come with the first event', { lateHeads: true }],
  ] as const)('%s tells of a whole short life', async (_, options) => {
    const { engine, source } = await given(options);
    const job = engine.addContainer({ name: 'job', autoRemove: true });
    job.die();
    expect(await told(source, 'job gone: removed')).toEqual([
      'job found, from its beginning',
      'job started',
      'job ended',
      'job removed',
      'job gone: removed',
    ]);
  });

  test('the end of its stream of events is no loss, and nothing is missed behind it', async () => {
    const { engine, source } = await given();
    for (let round = 0; round < 5; round++) {
      engine.cutStreams();
      engine.addContainer({ name: `job-${round}`, autoRemove: true }).die();
      const heard = await told(source, `job-${round} gone: removed`);
      expect(heard.filter((line) => line.startsWith('job'))).toHaveLength(5);
    }
    expect(source.occurred.names()).toEqual(['begun', 'watched']);
  });

  test('an engine that is killed and comes back is lost and found, and its list tells what it has forgotten', async () => {
    const { engine, source } = await given();
    await engine.stop('killed');
    await told(source, 'old lost its engine');
    expect(source.source.status()).toMatchObject({ state: 'down', lastFault: { fault: { kind: 'not_listening' } } });
    engine.addContainer({ name: 'new' });
    engine.find('old')?.destroy();
    await engine.start();
    expect(await told(source, 'old gone: removed')).toEqual([
      'old has its engine back',
      'new found, from its beginning',
      'new started',
      'old ended',
      'old removed',
      'old gone: removed',
    ]);
    expect(source.source.status()).toMatchObject({ state: 'live', outOfReachMs: undefined });
  });

  test('a proxy that lets only containers through is enough, and the status says what to set', async () => {
    const { engine, source } = await given({ forbidden: ['ping', 'version', 'info', 'events'] });
    engine.addContainer({ name: 'new' });
    await told(source, 'new started');
    const { state, notes } = source.source.status();
    expect(state).toBe('polling');
    expect(notes[0]).toMatch(/^Containers are found by listing every 1 s\. .*EVENTS=1/);
    expect(notes.some((note) => note.includes('GET /info'))).toBe(true);
  });
});
