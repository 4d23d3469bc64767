import { setTimeout as rest } from 'node:timers/promises';
import type { Page, Route } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { ApiClient } from '../support/api-client.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { runServer, type TestServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { type BrowserSuite, describeInBrowser, heading } from './describe-in-browser.ts';
import { fill, press } from './keyboard.ts';
import { endSessions } from './sessions.ts';

const PATIENCE_MS = 180_000;
const PASSWORD = 'seven brass bells in a row';
/** What a person waits for on a bad line. */
const LATE_MS = 2_000;
const FOUND = '1 container, Docker';
const RAISED = 'would have raised 1 event in the last 24 hours.';
const IN_FORCE = '“Everything” takes every event from now on. 10 rules are in force.';

/** A new server with one container that has failed, which can be ended and started again where it was; and a browser that opens its setup link. */
async function newcomer({ open }: BrowserSuite) {
  const engine = await startFakeEngine();
  engine.addContainer({ name: 'web' }).log('stderr', 'panic: index out of range');
  const receiver = await startFaultyReceiver();
  const settings = {
    ...{ dataDir: temporaryDirectory(), password: undefined, dockerHost: [{ name: 'nas', url: engine.url }] },
    egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat(),
  };
  let server: TestServer = await runServer(settings);
  onTestFinished(() => server.dispose());
  const { url, setupLink } = server;
  const { page } = await open();
  page.setDefaultTimeout(40_000);
  return {
    ...{ page, receiver, url, setupLink: setupLink?.url ?? '' },
    end: () => server.dispose(),
    async begin() {
      server = await runServer({ ...settings, port: Number(new URL(url).port) });
    },
    async admin() {
      const admin = new ApiClient(url);
      await admin.login('mira', PASSWORD);
      return admin;
    },
  };
}

/** Whoever sees nothing happen presses again. */
async function pressTwice(page: Page, name: string): Promise<void> {
  await press(page, name);
  await page.keyboard.press('Enter');
}

async function makeAccount(page: Page, setupLink: string): Promise<void> {
  await page.goto(setupLink);
  await heading(page, 'Welcome to Tocsin');
  await page.keyboard.type('mira');
  await fill(page, 'Password', PASSWORD);
}

async function logInAgain(page: Page): Promise<void> {
  await page.getByText('Your session has ended.').waitFor();
  await page.locator('.doorway input:focus').waitFor();
  await page.keyboard.type('mira');
  await fill(page, 'Password', PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Your session has ended.').waitFor({ state: 'detached' });
}

async function isDoneOnce(admin: ApiClient): Promise<void> {
  expect((await admin.get('/api/event-triggers')).body?.items).toMatchObject([{ name: 'Everything' }]);
  expect((await admin.get('/api/log-scan-rules')).body?.items).toHaveLength(10);
}

describeInBrowser('the first steps of somebody who is hindered', (suite) => {
  test(
    'come to their end, each once, on a server that answers late',
    async () => {
      const { page, receiver, setupLink, admin } = await newcomer(suite);
      await page.route(/\/api\//, async (route) => {
        await rest(LATE_MS);
        await route.continue();
      });
      await makeAccount(page, setupLink);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await heading(page, 'First steps');
      await page.getByText('Waiting for the server…').waitFor();
      await page.getByText(FOUND).waitFor();
      await press(page, 'Choose rules');
      await page.getByText('Waiting for the server…').waitFor();
      await page.getByText(RAISED).waitFor();
      await press(page, 'Go on with 10 rules');
      await fill(page, 'URL', receiver.url);
      await pressTwice(page, 'Send a test');
      await page.getByText('Sending…').waitFor();
      await page.getByText('It was answered with 200.').waitFor();
      expect(receiver.requests).toHaveLength(1);
      await pressTwice(page, 'Save, and done');
      await page.getByText(IN_FORCE).waitFor();
      await page.locator('.headline').waitFor();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await isDoneOnce(await admin());
    },
    PATIENCE_MS,
  );

  test(
    'go on where they were on a server that is started again at each of them',
    async () => {
      const { page, receiver, setupLink, admin, end, begin } = await newcomer(suite);
      await makeAccount(page, setupLink);
      await end();
      await page.keyboard.press('Enter');
      await page.getByText('Tocsin does not answer').waitFor();
      await begin();
      // What was typed is there still.
      await press(page, 'Create account');
      await page.getByText(FOUND).waitFor();
      await end();
      await page.getByText('Tocsin does not answer').waitFor();
      await press(page, 'Choose rules');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await begin();
      await press(page, 'Try again');
      await page.getByText(RAISED).waitFor();
      await end();
      await press(page, 'What is watched');
      await press(page, 'What matters');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await begin();
      await press(page, 'Try again');
      await page.getByText(RAISED).waitFor();
      await press(page, 'Go on with 10 rules');
      await fill(page, 'URL', receiver.url);
      await end();
      await press(page, 'Send a test');
      await page.getByText('Tocsin does not answer').waitFor();
      await press(page, 'Save, and done');
      await page.locator('.message').filter({ hasText: 'Tocsin does not answer' }).nth(1).waitFor();
      await begin();
      await press(page, 'Save, and done');
      await page.getByText(IN_FORCE).waitFor();
      await isDoneOnce(await admin());
    },
    PATIENCE_MS,
  );

  test(
    'go on where they were when the session ends at each of them',
    async () => {
      const { page, receiver, setupLink, admin } = await newcomer(suite);
      await makeAccount(page, setupLink);
      await page.keyboard.press('Enter');
      await page.getByText(FOUND).waitFor();
      const other = await admin();
      await endSessions(other);
      await logInAgain(page);
      await page.getByText(FOUND).waitFor();
      await endSessions(other);
      await press(page, 'Choose rules');
      await logInAgain(page);
      await page.getByText(RAISED).waitFor();
      await endSessions(other);
      await press(page, 'What is watched');
      await logInAgain(page);
      await page.getByText(FOUND).waitFor();
      await press(page, 'What matters');
      await press(page, 'Go on with 10 rules');
      await fill(page, 'URL', receiver.url);
      await endSessions(other);
      await press(page, 'Send a test');
      await logInAgain(page);
      await page.getByText('so this was not done').waitFor();
      await press(page, 'Send a test');
      await page.getByText('It was answered with 200.').waitFor();
      await endSessions(other);
      await press(page, 'Save, and done');
      await logInAgain(page);
      // It begins with a question, which waits for the login: what was wanted goes on then, and is said to be done.
      await page.getByText(IN_FORCE).waitFor();
      await isDoneOnce(other);
    },
    PATIENCE_MS,
  );

  test(
    'are done once when the session ends in the midst of the last of them, which says what is not done',
    async () => {
      const { page, receiver, setupLink, admin } = await newcomer(suite);
      await makeAccount(page, setupLink);
      await page.keyboard.press('Enter');
      await page.getByText(FOUND).waitFor();
      await press(page, 'Choose rules');
      await page.getByText(RAISED).waitFor();
      await press(page, 'Go on with 10 rules');
      await fill(page, 'URL', receiver.url);
      const other = await admin();
      // By then the trigger is stored, and no rule.
      const inTheMidst = async (route: Route): Promise<void> => {
        await endSessions(other);
        await route.continue();
      };
      await page.route('**/api/log-scan-rules', inTheMidst, { times: 1 });
      await press(page, 'Save, and done');
      await logInAgain(page);
      const said = '“Everything” takes every event from now on. No rule was added yet: Your session had ended';
      await page.getByText(said).waitFor();
      await press(page, 'Save, and done');
      await page.getByText(IN_FORCE).waitFor();
      await isDoneOnce(other);
    },
    PATIENCE_MS,
  );

  test(
    'make no second trigger when its answer is lost, nor when they were finished in another tab',
    async () => {
      const { page, receiver, setupLink, url, admin } = await newcomer(suite);
      await makeAccount(page, setupLink);
      await page.keyboard.press('Enter');
      await page.getByText(FOUND).waitFor();
      const other = await page.context().newPage();
      for (const tab of [page, other]) {
        await tab.goto(`${url}/first-steps?step=trigger`);
        await fill(tab, 'URL', receiver.url);
      }
      // A proxy that gives up while the server does what was asked.
      const lost = async (route: Route): Promise<void> => {
        await route.fetch();
        await route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' });
      };
      await page.route('**/api/event-triggers', (route) => (isPost(route) ? lost(route) : route.continue()));
      await press(page, 'Save, and done');
      await page.getByText('Does a proxy stand in between?').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      await fill(page, 'Name', 'All of it');
      await press(page, 'Save, and done');
      await page.getByText('“All of it” takes every event from now on.').waitFor();
      await press(other, 'Save, and done');
      await other.getByText('There is a trigger “All of it” by now').waitFor();
      expect((await (await admin()).get('/api/event-triggers')).body?.items).toMatchObject([{ name: 'All of it' }]);
    },
    PATIENCE_MS,
  );
});

const isPost = (route: Route): boolean => route.request().method() === 'POST';
