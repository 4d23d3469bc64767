// How long a newcomer takes from the start of the server to the first useful insight, to the end of the first steps, and to the first alert of his own, on a host with ten
// containers: node bench/ui/first-run.ts [--pause N] (as root; it starts an engine of its own). Walked once with the setup link on the terminal, and once from another machine.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../../test/support/browser.ts';
import { SERVICES } from '../../test/support/real-engine/busy-services.ts';
import { type BusyHost, busyHost } from './busy-host.ts';
import { newcomersServer } from './newcomers-server.ts';
import { PACE, type Person, personAt } from './person.ts';

const { values } = parseArgs({ options: { pause: { type: 'string', default: '20' } } });
const PASSWORD = 'brass-bells-7';
/** In the command that the page tells, which is copied, the name of the container is typed. */
const CONTAINER = 'tocsin';
const LIMITS = { insight: 60, done: 120, alert: 180 } as const;
const faults: string[] = [];

const own = Object.values(networkInterfaces()).flat();
const address = own.find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const messages: string[] = [];
let heard = Promise.withResolvers<void>();
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    messages.push(body);
    heard.resolve();
    response.writeHead(204).end();
  });
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const place = receiver.address();
const hook = `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}/hook`;
const host = await busyHost(Number(values.pause));
const browser = await launchBrowser();
try {
  await walk('at the machine itself', '127.0.0.1', host);
  if (address === undefined)
    faults.push('this machine has no address but its own, so nobody can come from another one');
  else await walk('from another machine', address, host);
} finally {
  await browser.close();
  await host.dispose();
  receiver.close();
}
for (const fault of faults) console.log(`missed: ${fault}`);
if (faults.length > 0) process.exitCode = 1;

async function walk(from: string, listen: string, { socket, say }: BusyHost): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const person = personAt(page);
  const { read, click, step } = person;
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  let server: Awaited<ReturnType<typeof newcomersServer>> | undefined;
  try {
    await step('the server starts', async () => {
      server = await newcomersServer({
        ...{ TOCSIN_HOST: listen, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: `unix://${socket}` },
        TOCSIN_EGRESS_ALLOW: new URL(hook).host.replace(':', '/32:'),
      });
    });
    const { url = '', setupLink = '' } = server ?? {};
    await step('an account', async () => {
      if (listen === '127.0.0.1') {
        await page.goto(setupLink);
        person.spend(PACE.aClick);
        await read(page.getByText('Make the first one'));
      } else {
        await page.goto(url);
        person.spend(PACE.aKey * url.length);
        await read(page.getByText('Make the first one'));
        person.spend(PACE.aPaste + PACE.aKey * CONTAINER.length);
        await person.paste(page.getByLabel('Setup link'), setupLink);
      }
      await person.type(page.getByLabel('User name'), 'mira');
      await person.type(page.getByLabel('Password', { exact: true }), PASSWORD);
      await click(button('Create account'));
    });
    await firstSteps(person);
    const insight = person.seconds();
    await step('rules, chosen', async () => {
      await click(button(/^Go on with \d+ rules$/));
      await page.getByText('Where events go').waitFor();
    });
    await step('a trigger, tested', async () => {
      heard = Promise.withResolvers();
      await read(page.getByLabel('URL', { exact: true }));
      await person.paste(page.getByLabel('URL', { exact: true }), hook);
      await click(button('Send a test'));
      await heard.promise;
      await read(page.locator('.trial-answer'));
      await click(button('Save, and done'));
      await page.getByText('takes every event from now on').waitFor();
    });
    const done = person.seconds();
    await step('the first alert', async () => {
      heard = Promise.withResolvers();
      await say('web', 'panic: assignment to entry in nil map');
      await heard.promise;
      if (!messages.at(-1)?.includes('nil map')) faults.push(`${from}: another alert came: ${messages.at(-1)}`);
    });
    tell(from, person, { insight, done, alert: person.seconds() });
  } finally {
    await page.context().close();
    await server?.stop();
  }
}

/** From the account to what the rules would have raised in the last day. */
async function firstSteps({ page, read, click, step }: Person): Promise<void> {
  await step('the engine, found', async () => {
    await read(page.getByText(`${SERVICES.length} containers, Docker`));
  });
  await step('the last 24 hours', async () => {
    await click(page.getByRole('button', { name: 'Choose rules' }));
    await read(page.getByText(/would have raised [1-9]\d* events? in the last 24 hours/));
    console.log(`  “${await page.getByText(/would have raised/).innerText()}”`);
  });
}

function tell(from: string, { steps }: Person, reached: Readonly<Record<keyof typeof LIMITS, number>>): void {
  console.log(
    `${from}; seconds, of which a person takes ${PACE.aScreen} for a screen, ${PACE.aClick} for a click, ${PACE.aKey} for a key, ${PACE.aPaste} to copy and paste`,
  );
  const row = (name: string, cells: readonly (string | number)[]) =>
    console.log(
      `  ${name.padEnd(24)}${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(9)).join('')}`,
    );
  row('', ['machine', 'person', 'clicks', 'screens']);
  for (const { name, machineSeconds, personSeconds, clicks, screens } of steps)
    row(name, [machineSeconds, personSeconds, String(clicks), String(screens)]);
  const sum = (of: (step: (typeof steps)[number]) => number) => steps.reduce((all, step) => all + of(step), 0);
  row('all', [
    sum((step) => step.machineSeconds),
    sum((step) => step.personSeconds),
    String(sum((step) => step.clicks)),
    String(sum((step) => step.screens)),
  ]);
  const asked = [
    ['the first useful insight', 'insight'],
    ['the first steps, done', 'done'],
    ['the first own alert', 'alert'],
  ] as const;
  for (const [words, name] of asked) {
    console.log(`  ${words} after ${reached[name].toFixed(1)} s (asked ${LIMITS[name]})`);
    if (reached[name] > LIMITS[name])
      faults.push(`${from}: ${words} after ${reached[name].toFixed(1)} s, asked ${LIMITS[name]}`);
  }
}
