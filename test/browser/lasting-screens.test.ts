import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type BrowserSuite, describeInBrowser } from './describe-in-browser.ts';
import { endSessions } from './sessions.ts';

const PATIENCE_MS = 120_000;
/** Browsers take some seconds until they connect again, and a server looks four times a minute who may still follow. */
const SOON = { timeout: 40_000 };

/** A server that can be ended and started again where it was, with a container that writes, and the two screens that follow what happens. */
async function followed({ open }: BrowserSuite) {
  const engine = await startFakeEngine();
  const web = engine.addContainer({ name: 'web' });
  const dockerHost = [{ name: 'nas', url: engine.url }];
  const dataDir = temporaryDirectory();
  let server = await runServer({ dataDir, dockerHost });
  onTestFinished(() => server.dispose());
  const { url } = server;
  const admin = new ApiClient(url);
  await admin.login('admin', ADMIN_PASSWORD);
  const screen = async (path: string): Promise<Page> => {
    const { page } = await open({ sessionOf: { url, username: 'admin', password: ADMIN_PASSWORD } });
    await page.goto(url + path);
    await page.locator('h1').waitFor();
    return page;
  };
  const [events, logs] = [await screen('/events'), await screen('/logs')];
  await logs.getByLabel('Container').selectOption('web (nas)', SOON);
  const log = (text: string): void => {
    engine.time.move(1_000);
    web.log('stdout', text);
  };
  const send = (message: string) => admin.post('/api/events', { severity: 'info', message });
  return {
    ...{ admin, events, logs, log, send, end: () => server.dispose() },
    async restart() {
      server = await runServer({ dataDir, dockerHost, port: Number(new URL(url).port) });
    },
  };
}

const messages = (page: Page): Promise<string[]> => page.locator('.event-message').allTextContents();
const lines = (page: Page): Promise<string[]> => page.locator('.log-view li code').allTextContents();

describeInBrowser('a screen that is left open', (suite) => {
  test(
    'goes on by itself behind what it showed when the server was started again, and says meanwhile that it does not',
    async () => {
      const { events, logs, log, send, end, restart } = await followed(suite);
      await send('before');
      log('one');
      await expect.poll(() => messages(events)).toEqual(['before']);
      await expect.poll(() => lines(logs)).toEqual(['one']);
      await end();
      await events.getByText('Not live: the server does not answer').waitFor();
      await logs.getByText(/Connecting again|does not show it/).waitFor();
      log('two');
      await restart();
      await send('behind');
      await expect.poll(() => messages(events), SOON).toEqual(['behind', 'before']);
      await events.getByText('Live', { exact: true }).waitFor();
      await expect.poll(() => lines(logs), SOON).toEqual(['one', 'two']);
      log('three');
      await expect.poll(() => lines(logs), SOON).toEqual(['one', 'two', 'three']);
    },
    PATIENCE_MS,
  );

  test(
    'leads to the login when the session has ended, and goes on by itself after it',
    async () => {
      const { admin, events, logs, log, send } = await followed(suite);
      log('one');
      await expect.poll(() => lines(logs)).toEqual(['one']);
      await endSessions(admin);
      for (const page of [events, logs]) await page.getByText('Your session has ended.').waitFor(SOON);
      for (const page of [events, logs]) {
        await page.getByLabel('User name').fill('admin');
        await page.getByLabel('Password', { exact: true }).fill(ADMIN_PASSWORD);
        await page.keyboard.press('Enter');
      }
      log('two');
      await send('behind');
      await expect.poll(() => lines(logs), SOON).toEqual(['one', 'two']);
      await expect.poll(() => messages(events), SOON).toEqual(['behind']);
      await events.getByText('Live', { exact: true }).waitFor();
    },
    PATIENCE_MS,
  );
});
