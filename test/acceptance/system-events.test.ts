import { expect, test } from 'vitest';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type WatchingServer, watchingServer } from '../support/watching-server.ts';

interface ShownEvent {
  readonly message: string;
  readonly severity: string;
}

/** `severity: message`, the oldest first. */
async function messages({ items }: WatchingServer): Promise<readonly string[]> {
  const events = await items<ShownEvent>('/api/events?source=system&limit=500');
  return events.map(({ severity, message }) => `${severity}: ${message}`).toReversed();
}

/** The same ten seconds later. */
const later = (running: WatchingServer) => async () => {
  await running.pass(10_000);
  return messages(running);
};

async function given() {
  const dataDir = temporaryDirectory();
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  const running = await watchingServer({ dockerHost, dataDir });
  await expect.poll(running.told).toEqual(['web following 0']);
  engine.time.move(60_000);
  /** Another server on the same data, at the same time. */
  const again = async (): Promise<WatchingServer> => {
    await running.server.stop('to be started again');
    return watchingServer({ dockerHost, dataDir }, new ManualClock(running.clock.now()));
  };
  return { engine, web, running, again };
}

test('an engine that is lost for a minute is told of, once over a restart, and when it is back', async () => {
  const { engine, running, again } = await given();
  await engine.stop('killed');
  await running.pass(70_000);
  const lost = expect.stringMatching(/^error: The engine nas has been out of reach for a minute\. /);
  expect(await messages(running)).toEqual([lost]);
  const second = await again();
  await second.pass(80_000);
  expect(await messages(second)).toEqual([lost]);
  await engine.start();
  await expect.poll(later(second)).toEqual([lost, 'info: The engine nas is in reach again.']);
});

test('lines that are lost are told of with the container, by whose workload the event is found', async () => {
  const { web, running, again } = await given();
  const [workload] = await running.items<{ readonly id: string }>('/api/workloads');
  await running.server.stop('to be started again');
  web.log('stdout', 'nobody reads this');
  web.destroy();
  const second = await again();
  const told = ['warn: Lines of web are lost: the container was removed while nobody watched.'];
  await expect.poll(later(second)).toEqual(told);
  const found = await second.items(`/api/events?source=system&workload_id=${workload?.id}`);
  expect(found).toHaveLength(1);
});

test('a rule that is broken is told of, and when it is no longer', async () => {
  const { engine, running } = await given();
  const bad = engine.addContainer({ name: 'bad', labels: { 'tocsin.rule.half.pattern': 'a(' } });
  const broken = expect.stringMatching(/^error: The rule "half" is not in force as it is written: /);
  await expect.poll(later(running)).toEqual([broken]);
  const faults = async () => (await running.admin.get('/api/log-scan-rules/stats')).body?.last_compile_errors;
  const count = async () =>
    /^tocsin_rules_compile_errors (\d+)$/m.exec((await running.admin.get('/metrics')).text)?.[1];
  expect(await faults()).toMatchObject([{ rule_name: 'half', origin: 'label', field: 'pattern', position: 1 }]);
  expect(await count()).toBe('1');
  bad.die(0);
  await expect.poll(running.told).toEqual(['bad idle 0', 'web following 0']);
  bad.destroy();
  await expect.poll(later(running)).toEqual([broken, 'info: The rule "half" is no longer broken.']);
  expect([await faults(), await count()]).toEqual([[], '0']);
});
