// A newcomer, as one comes: the image started by the guide's command on a host with ten containers, opened from another machine without TLS, and gone through by what the screen says and by the keyboard alone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { heading } from '../../browser/describe-in-browser.ts';
import { fill, press } from '../../browser/keyboard.ts';
import { openWatchedPage } from '../../browser/watched-page.ts';
import { browserRequirement, launchBrowser } from '../../support/browser.ts';
import { IMAGE, IMAGE_TOOLS, SOCKET_GROUP } from '../../support/image/image-engine.ts';
import { imageLabForSuite, removeAllAfterSuite } from '../../support/image/image-lab.ts';
import { openDoor } from '../../support/image/network-door.ts';
import { startNetworkReceiver } from '../../support/image/network-receiver.ts';
import { type BusyServices, SERVICES, startServices } from '../../support/real-engine/busy-services.ts';
import { HOST_ADDRESS } from '../../support/real-engine/host/dockerd.ts';
import { describeWith } from '../../support/requirement.ts';
import { waitUntil } from '../../support/wait-until.ts';

const PATIENCE_MS = 180_000;
const SOON = { timeout: 60_000 };
const NAME = 'tocsin.lan';
const PORT = '8085';
const PASSWORD = 'brass-bells-7';

const TOOLS = { ...IMAGE_TOOLS, missing: IMAGE_TOOLS.missing ?? browserRequirement.missing };

describeWith(TOOLS, 'a newcomer from another machine', () => {
  const lab = imageLabForSuite();
  removeAllAfterSuite(lab);
  let browser: Browser;
  let services: BusyServices;
  beforeAll(async () => {
    browser = await launchBrowser({ nameOfThisMachine: NAME });
    services = await startServices(lab().engine.api);
  });
  afterAll(() => browser?.close());

  /** As the guide starts it; the group is what people forget. */
  const run = (...more: readonly string[]): Promise<string> =>
    lab().docker(
      ...['run', '--detach', '--name', 'tocsin', '--restart', 'unless-stopped', '--publish', `${PORT}:8080`],
      ...['--volume', 'tocsin:/data', '--volume', `${lab().engine.socket}:/var/run/docker.sock:ro`, ...more],
      ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', IMAGE],
    );
  const group = ['--group-add', String(SOCKET_GROUP)];

  const remove = (): Promise<string> => lab().docker('rm', '--force', 'tocsin');
  afterEach(async () => {
    await remove();
    await lab().docker('volume', 'rm', 'tocsin');
  });

  /** What its people type into their browser. */
  const address = async (): Promise<string> => {
    const door = new URL(await openDoor({ pid: lab().engine.pid(), host: HOST_ADDRESS, port: Number(PORT) }));
    door.hostname = NAME;
    await answers(door.origin);
    return door.origin;
  };

  const answers = (url: string): Promise<void> => {
    const status = () =>
      fetch(url.replace(NAME, '127.0.0.1')).then(
        ({ ok }) => ok,
        () => false,
      );
    return waitUntil(status, { what: 'it answers', limitMs: SOON.timeout });
  };

  const visit = async (): Promise<Page> => {
    const { page, misdeeds, close } = await openWatchedPage(browser, { viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(SOON.timeout);
    onTestFinished(async () => {
      await close();
      expect(misdeeds).toMatchObject({ errors: [], violations: [] });
      expect(misdeeds.layoutShift).toBeLessThan(0.01);
    });
    return page;
  };

  test(
    'is told by the screen what to do until a message of their own has come',
    async () => {
      const receiver = await startNetworkReceiver({ pid: lab().engine.pid(), host: HOST_ADDRESS });
      const since = stopwatch();
      await run(...group);
      const url = await address();
      since('the server answers');
      const page = await visit();
      await page.goto(url);
      expect(await page.evaluate(() => isSecureContext)).toBe(false);
      await makeAccount(page);
      await heading(page, 'First steps');
      since('an account');
      await page.getByText(`${SERVICES.length} containers, Docker`).waitFor();
      since('the engine is found');
      await press(page, 'Choose rules');
      await page.getByText(/would have raised [1-9]\d* events? in the last 24 hours/).waitFor();
      since('the first insight');
      await press(page, 'Go on with 10 rules');
      await fill(page, 'URL', receiver.url);
      await press(page, 'Send a test');
      await page.getByText('It was answered with 204').waitFor();
      expect(receiver.bodies).toHaveLength(1);
      const setting = await page.getByText(/^TOCSIN_PUBLIC_URL=/).innerText();
      expect(setting).toBe(`TOCSIN_PUBLIC_URL=${url}`);
      await press(page, 'Copy the setting');
      await page.getByText('Copied.').waitFor();
      await press(page, 'Save, and done');
      await page.getByText('takes every event from now on').waitFor();
      since('the first steps are done');
      await services.say('web', 'panic: assignment to entry in nil map');
      await expect.poll(() => receiver.bodies.at(-1), SOON).toContain('nil map');
      since('the first alert');

      // As the page told it.
      await remove();
      await run(...group, '--env', setting);
      await answers(url);
      await services.say('queue', 'out of memory');
      await expect.poll(() => receiver.bodies.at(-1), SOON).toContain('out of memory');
      const { link } = JSON.parse(receiver.bodies.at(-1) ?? '').data;
      await page.goto(link);
      await page.locator('.event-text').getByText('out of memory').waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'who forgot the group of the socket is told its number, and goes on where they were as soon as it is given',
    async () => {
      await run();
      const url = await address();
      const page = await visit();
      await page.goto(url);
      await makeAccount(page);
      const told = await page.getByText('--group-add').innerText();
      expect(told).not.toContain('docker.sock:ro');
      await remove();
      await page.getByText('Tocsin does not answer').waitFor();
      await run(...(/--group-add \d+/.exec(told)?.[0].split(' ') ?? []));
      await page.getByText(`${SERVICES.length} containers, Docker`).waitFor();
      await page.getByText('Tocsin does not answer').waitFor({ state: 'detached' });
      await press(page, 'Choose rules');
      await page.getByText(/would have raised [1-9]\d* events? in the last 24 hours/).waitFor();
    },
    PATIENCE_MS,
  );

  /** By what the page says, with the name of the container filled in. */
  async function makeAccount(page: Page): Promise<void> {
    await heading(page, 'Welcome to Tocsin');
    const told = await page.getByText('docker exec').first().innerText();
    const [, ...command] = (/docker exec NAME [\w /-]+/.exec(told)?.[0] ?? '').replace('NAME', 'tocsin').split(' ');
    await page.keyboard.insertText(await lab().docker(...command));
    await fill(page, 'User name', 'mira');
    await fill(page, 'Password', PASSWORD);
    await page.keyboard.press('Enter');
  }
});

/** Writes how long it took from the start to each step: a machine's part of it, as nobody has to read or type. */
function stopwatch(): (step: string) => void {
  const began = performance.now();
  return (step) => void process.stdout.write(`${step}: after ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
}
