import { expect } from 'vitest';
import type { FakeContainer } from '../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import type { BrowserSuite } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

/** An engine with a container of each of these services of a Compose project, all of them read for a rule that is for all. */
export async function watchedShop(suite: BrowserSuite, path: string, services: readonly string[] = ['web']) {
  const engine = await startFakeEngine();
  const containers = services.map((service): readonly [string, FakeContainer] => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service };
    return [service, engine.addContainer({ name: `shop-${service}-1`, labels })];
  });
  const scene = await ownServer(suite, '/users', { dockerHost: [{ name: 'nas', url: engine.url }] });
  const { admin } = scene;
  const made = await admin.post('/api/log-scan-rules', {
    ...{ name: 'disk', pattern: 'disk (?P<what>\\w+)', severity: 'error' },
  });
  const found = async () => ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
  await expect
    .poll(found, { timeout: 20_000 })
    .toEqual(services.map(() => expect.objectContaining({ state: 'following' })));
  const workloads = ((await admin.get('/api/workloads')).body?.items ?? []) as readonly { id: string; name: string }[];
  await scene.go(path);
  return {
    ...scene,
    engine,
    ruleId: String(made.body?.id),
    container: (service: string) => new Map(containers).get(service),
    workloadId: (service: string) => workloads.find(({ name }) => name === `shop/${service}`)?.id ?? '',
  };
}
