// The image as it runs in the engine of the tests: what is asked of such a container.

import { ApiClient } from '../api-client.ts';
import { waitUntil } from '../wait-until.ts';
import type { ImageLab } from './image-engine.ts';

export const ADA = { username: 'ada', password: 'correct horse battery staple' };

/** What the Dockerfile allows for the first good answer. */
export const START_PERIOD_MS = 40_000;

// biome-ignore lint/suspicious/noExplicitAny: the tests read single fields of an engine's answer, and fail when they are not there.
export async function inspected({ engine }: ImageLab, container: string): Promise<any> {
  return engine.api.expect('GET', `/containers/${container}/json`);
}

/** Resolves with the milliseconds from the container's start to the first time that the engine calls it healthy. */
export async function healthyAfter(lab: ImageLab, container: string): Promise<number> {
  let seen = 0;
  await waitUntil(
    async () => {
      const { State } = await inspected(lab, container);
      if (!State.Running) throw new Error(`It ended:\n${await lab.docker('logs', container)}`);
      seen = Date.now() - Date.parse(State.StartedAt);
      return State.Health.Status === 'healthy';
    },
    { what: () => `${container} is healthy`, limitMs: 2 * START_PERIOD_MS, everyMs: 200 },
  );
  return seen;
}

/** The token of the link that the guide tells how to find. */
export async function setupLink(lab: ImageLab, container: string): Promise<string> {
  return lab.docker('exec', container, 'cat', '/data/setup-link');
}

/** Makes the first account through the setup link, as a browser does, and logs in with it. */
export async function firstAdmin(
  lab: ImageLab,
  at: { readonly container: string; readonly url: string },
): Promise<ApiClient> {
  const token = (await setupLink(lab, at.container)).split('#token=')[1];
  const admin = new ApiClient(at.url);
  const made = await admin.post('/api/auth/setup', { ...ADA, token });
  if (made.status >= 300) throw new Error(`${made.status} ${made.text}`);
  return admin;
}

/** Resolves when a line of a container beside it has become an event. */
export async function becomesAnEvent(admin: ApiClient, text: string): Promise<void> {
  const told = async (): Promise<string> => (await admin.get('/api/events')).text;
  await waitUntil(async () => (await told()).includes(text), { what: `an event with ${text}`, limitMs: 30_000 });
}
