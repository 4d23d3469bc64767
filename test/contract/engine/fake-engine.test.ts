import { describe } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { HttpEngineClient } from '../../../src/sources/docker/engine/http-engine-client.ts';
import {
  DOCKER_20,
  DOCKER_20_LOCAL,
  DOCKER_29,
  type EngineProfile,
  PODMAN_4,
} from '../../support/fake-engine/engine-profile.ts';
import type { FakeContainer } from '../../support/fake-engine/fake-container.ts';
import { startFakeEngine } from '../../support/fake-engine/fake-engine.ts';
import { engineContract } from './engine.contract.ts';
import type { EngineUnderTest, Program } from './engine-under-test.ts';

describe('the fake engine as Docker 20.10', () => engineContract(() => fake(DOCKER_20)));
describe('the fake engine as Docker 20.10 with the driver local', () => engineContract(() => fake(DOCKER_20_LOCAL)));
describe('the fake engine as Docker 29', () => engineContract(() => fake(DOCKER_29)));
describe('the fake engine as Podman', () => engineContract(() => fake(PODMAN_4)));

async function fake(profile: EngineProfile): Promise<EngineUnderTest> {
  const engine = await startFakeEngine({ profile });
  const tls = { certPath: undefined, verify: undefined };
  const client = new HttpEngineClient({ name: 'fake', url: engine.url, tls, clock: systemClock });
  const programs = new Map<string, { container: FakeContainer; program: Program; end: Promise<void> }>();
  const the = (id: string) => {
    const known = programs.get(id);
    if (known === undefined) throw new Error(`no container ${id}`);
    return known;
  };
  return {
    profile,
    client,
    async create(program) {
      const container = engine.addContainer({ ...program, created: true });
      programs.set(container.id, { container, program, end: Promise.resolve() });
      return container.id;
    },
    async start(id) {
      const known = the(id);
      known.container.start();
      known.end = perform(known.container, known.program);
    },
    ended: (id) => the(id).end,
    stop: async (id) => the(id).container.stop(),
    remove: async (id) => the(id).container.destroy(),
    rename: async (id, name) => the(id).container.rename(name),
  };
}

/** Does what a program of a container would, in its time. */
async function perform(container: FakeContainer, { does, exitCode, staysUp }: Program): Promise<void> {
  for (const step of does) {
    if (typeof step === 'number') await new Promise((resolve) => setTimeout(resolve, step));
    else container.write(step.stream, terminal(container, step.text.repeat(step.times ?? 1)));
  }
  if (!staysUp) container.die(exitCode);
}

/** A terminal makes two characters of each newline. */
const terminal = ({ spec }: FakeContainer, text: string): string => (spec.tty ? text.replaceAll('\n', '\r\n') : text);
