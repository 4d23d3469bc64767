// Programs that come back to the stream of events after long: as many as they may be behind are sent again, and of more they are told which they missed.
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { ApiClient } from '../support/api-client.ts';
import { sampleEvent } from '../support/event-samples.ts';
import { LiveListener } from '../support/live-listener.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { recordStore } from '../support/recorded-occurrences.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** The spec's bound of what is sent again. */
const MOST_BEHIND = 10_000;

/** Events with the ids from 1 on, in a database of which no server knows yet. */
async function storeEvents(dataDir: string, count: number, clock: ManualClock): Promise<void> {
  const { occurrences } = recordStore();
  const store = await openStore({ dataDir, clock, occurrences, version: 'test' });
  const events = Array.from({ length: count }, (_, n) => sampleEvent(`stored ${n + 1}`));
  for (let at = 0; at < count; at += 500) await store.events.append(events.slice(at, at + 500));
  await store.close();
}

test('one who is behind by more than is sent again is told which events he missed, and goes on at the newest', async () => {
  const [dataDir, clock] = [temporaryDirectory(), new ManualClock()];
  const newest = MOST_BEHIND + 2;
  await storeEvents(dataDir, newest, clock);
  const server = await runServer({ clock, dataDir });
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const comeBack = (lastEventId: string) =>
    LiveListener.open(`${server.url}/api/events/stream`, { cookie: admin.cookie ?? '', 'last-event-id': lastEventId });

  const far = await comeBack('1');
  const missed = { event: 'missed', data: { after_id: '1', up_to_id: String(newest) } };
  await expect.poll(() => far.events).toEqual([missed]);
  await expect.poll(() => far.lastId).toBe(String(newest));
  const near = await comeBack('2');
  // After each hundred it is given the time of a frame.
  const soon = async () => {
    await clock.advance(16);
    return near.events;
  };
  await expect.poll(async () => (await soon()).length, { timeout: 30_000, interval: 10 }).toBe(MOST_BEHIND);
  expect(near.events.map(({ event, data }) => `${event} ${data.id}`)).toEqual(
    Array.from({ length: MOST_BEHIND }, (_, n) => `event ${n + 3}`),
  );

  const { body } = await admin.post('/api/events', { severity: 'warn', message: 'the newest' });
  await expect.poll(() => far.events).toEqual([missed, { event: 'event', data: body }]);
  await expect.poll(async () => (await soon()).at(-1)).toEqual({ event: 'event', data: body });
  expect([far.lastId, near.events.length]).toEqual([body?.id, MOST_BEHIND + 1]);
});
