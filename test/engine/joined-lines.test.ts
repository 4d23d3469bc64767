// Traces that containers of a real engine write, joined by a server that is killed with SIGKILL again and again.
import { expect, test } from 'vitest';
import { administratorOf, killAgainAndAgain, startTocsin } from '../support/judged/tocsin-process.ts';
import { containerEnd } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const KILLS = size(6, 60);
const TRACES = size(120, 1_000);

/** Each in one write, with lines of the other stream between. */
const traceOf = (n: number): string => `ERROR ${n} failed\n\tat step ${n}\nCaused by: ${n}\n`;
const talk = (pauseMs: number): readonly string[] => [
  'say',
  ...Array.from({ length: TRACES }, (_, n) => [`e:${traceOf(n)}`, `o:calm ${n}\n`, `s:${pauseMs}`]).flat(),
];

const DRIVERS = [
  { driver: 'json-file', driverOptions: {} },
  { driver: 'local', driverOptions: {} },
  { driver: 'json-file', driverOptions: { 'max-size': '8k', 'max-file': '50' } },
];

describeWith(DOCKER, 'a server that joins lines and is killed again and again', () => {
  const docker = dockerForSuite();

  test('loses none of them, and tells none twice, whatever keeps the log', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const environment = {
      ...{ TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0', TOCSIN_DOCKER_LIFE_EVENTS: 'none' },
      TOCSIN_DOCKER_JOIN_LINES: 'name=*',
    };
    const settings = { dataDir: temporaryDirectory(), socket, environment };
    let tocsin = await startTocsin(settings);
    await (await administratorOf(tocsin)).makeRule({
      ...{ name: 'every', pattern: '.', cooldown_seconds: 0, streams: 'both' },
    });
    const containers = await Promise.all(
      DRIVERS.flatMap((log) => [0, 20].map((pauseMs) => runForTest(api, { ...log, command: talk(pauseMs) }))),
    );
    tocsin = await killAgainAndAgain(tocsin, settings, KILLS);
    await Promise.all(containers.map((id) => containerEnd(api, id)));
    const admin = await administratorOf(tocsin);
    const messagesOf = async (id: string): Promise<readonly string[]> =>
      (await admin.eventsOf(id)).map(({ text }) => text);
    const isDone = (messages: readonly string[] /* Of each stream the last. */) =>
      [`calm ${TRACES - 1}`, `Caused by: ${TRACES - 1}`].every((last) => messages.some((one) => one.endsWith(last)));
    for (const id of containers) {
      await waitUntil(async () => isDone(await messagesOf(id)), { what: 'all is judged', limitMs: WAIT_MS });
      const messages = await messagesOf(id);
      const lines = messages.flatMap((message) => message.split('\n'));
      const of = (isCalm: boolean) => lines.filter((line) => line.startsWith('calm') === isCalm);
      // An engine that stands still for a second within a trace parts it; no line is lost for it.
      expect(of(false).toSorted()).toEqual(
        Array.from({ length: TRACES }, (_, n) => traceOf(n).trimEnd().split('\n'))
          .flat()
          .toSorted(),
      );
      expect(of(true)).toEqual(Array.from({ length: TRACES }, (_, n) => `calm ${n}`));
      const whole = messages.filter((message) => message.startsWith('ERROR') && message.includes('Caused by: '));
      expect(whole.length).toBeGreaterThan(TRACES * 0.9);
    }
    expect((await admin.send('GET', '/api/containers')).items).toMatchObject(
      containers.map(() => ({ gaps_total: 0, joins_lines: true })),
    );
  });
});
