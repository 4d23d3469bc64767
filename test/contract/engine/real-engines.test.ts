import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { HttpEngineClient } from '../../../src/sources/docker/engine/http-engine-client.ts';
import { DOCKER_20, DOCKER_20_LOCAL, type EngineProfile, PODMAN_4 } from '../../support/fake-engine/engine-profile.ts';
import {
  containerEnd,
  createContainer,
  removeContainer,
  startContainer,
} from '../../support/real-engine/containers.ts';
import type { EngineApi } from '../../support/real-engine/engine-api.ts';
import { dockerForSuite, podmanForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER, PODMAN } from '../../support/real-engine/host/requirements.ts';
import { describeWith } from '../../support/requirement.ts';
import { engineContract } from './engine.contract.ts';
import type { EngineUnderTest, Program } from './engine-under-test.ts';

describeWith(DOCKER, 'a real Docker', () => {
  const docker = dockerForSuite();
  engineContract(() => real({ profile: DOCKER_20, api: docker().api }));
});

describeWith(DOCKER, 'a real Docker with the driver local', () => {
  const docker = dockerForSuite();
  engineContract(() => real({ profile: DOCKER_20_LOCAL, api: docker().api, driver: 'local' }));
});

describeWith(PODMAN, 'a real Podman', () => {
  const podman = podmanForSuite();
  engineContract(() => real({ profile: PODMAN_4, ...podman() }));
});

interface RealEngine {
  readonly profile: EngineProfile;
  readonly api: EngineApi;
  readonly driver?: string;
  readonly cgroupParent?: string;
}

async function real({ profile, api, driver, cgroupParent }: RealEngine): Promise<EngineUnderTest> {
  const url = `unix://${api.socket}`;
  const tls = { certPath: undefined, verify: undefined };
  const call = (method: string, path: string) => api.expect(method, `/containers/${path}`);
  return {
    profile,
    client: new HttpEngineClient({ name: 'real', url, tls, clock: systemClock }),
    async create({ does, exitCode = 0, staysUp, ...spec }) {
      const command = ['say', ...does.map(operation), staysUp ? 's:600000' : `x:${exitCode}`];
      const id = await createContainer(api, {
        ...(driver === undefined ? {} : { driver }),
        ...(cgroupParent === undefined ? {} : { cgroupParent }),
        ...spec,
        command,
      });
      onTestFinished(() => removeContainer(api, id));
      return id;
    },
    start: (id) => startContainer(api, id),
    ended: async (id) => void (await containerEnd(api, id)),
    stop: (id) => call('POST', `${id}/stop`),
    remove: (id) => call('DELETE', id),
    rename: (id, name) => call('POST', `${id}/rename?name=${name}`),
  };
}

/** As the writer in the image wants to be told. */
function operation(step: Program['does'][number]): string {
  if (typeof step === 'number') return `s:${step}`;
  const text = step.text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  return `${step.stream === 'stdout' ? 'O' : 'E'}:${step.times ?? 1}:${text}`;
}
