// Containers that go with the test that started them.
import { onTestFinished } from 'vitest';
import { type ContainerSpec, createContainer, removeContainer, startContainer } from './containers.ts';
import type { EngineApi } from './engine-api.ts';

/** Starts a container for the test that runs now; the answer is its id. */
export async function runForTest(api: EngineApi, spec: ContainerSpec): Promise<string> {
  const id = await createForTest(api, spec);
  await startContainer(api, id);
  return id;
}

/** The same without its start. */
export async function createForTest(api: EngineApi, spec: ContainerSpec): Promise<string> {
  const id = await createContainer(api, spec);
  onTestFinished(() => removeContainer(api, id));
  return id;
}
