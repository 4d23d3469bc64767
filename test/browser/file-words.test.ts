// What a server that watches files alone says on its screens: nobody is to look for containers there.
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

/** Where containers are spoken of all the same: what there may be as well, or what can be asked for. */
const OF_BOTH = [
  'No container engine is there; one that comes is seen by itself.',
  'No container is watched without one. How Tocsin gets to see one',
  'After an event, further hits in the same container or file are held back and counted for so long; 300 unless said.',
  'Flood control is asked as it stands in its newest container or file.',
  'What your containers are instances of, and your log files. Rules and mutes are about them.',
  'logscan for log lines, docker for the life of containers, or the name that a sender gave; empty means all.',
  'Container life',
];

/** All that is written on a page, and all that is read out. */
const WORDS = `[document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap(
  (each) => ['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? ''))].join('\\n')`;

describeInBrowser('a server that watches files alone', (suite) => {
  test('speaks of no containers on its screens, but where there may be some as well', async () => {
    const log = path.join(temporaryDirectory(), 'app.log');
    const at = (words: string): string => `${new Date().toISOString()} ${words}\n`;
    writeFileSync(log, at('calm'));
    const terms = { format: 'plain', message: 'message', joinsLines: false, joinStart: undefined } as const;
    const files = [{ ...terms, pattern: log, workload: 'shop' }];
    const { page, admin, go } = await ownServer(suite, '/account', { files, machineName: 'nas' });
    await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
    const itemsOf = async (from: string) =>
      ((await admin.get(from)).body?.items ?? []) as readonly { readonly id: string; readonly state: string }[];
    const follows = async () => (await itemsOf('/api/containers'))[0]?.state === 'following';
    await waitUntil(follows, { what: 'the file is followed' });
    appendFileSync(log, at('fatal: disk'));
    const events = () => itemsOf('/api/events?source=logscan');
    await waitUntil(async () => (await events()).length === 1, { what: 'there is an event' });
    const [[event], [workload], [file]] = await Promise.all([
      events(),
      itemsOf('/api/workloads'),
      itemsOf('/api/containers'),
    ]);
    const wrong: string[] = [];
    // Each with what it shows when it is there.
    for (const [where, shown] of [
      ['/', '1 file'],
      ['/first-steps', 'container engine'],
      ['/events', 'fatal: disk'],
      [`/events/${event?.id}`, 'Machine'],
      ['/logs', 'Choose a workload or a log'],
      [`/logs?containers=${file?.id}`, 'fatal: disk'],
      [`/logs?workloads=${workload?.id}`, 'fatal: disk'],
      ['/workloads', 'shop'],
      [`/workloads/${workload?.id}`, '1 file on nas'],
      ['/rules', 'fatal'],
      ['/rules/1', 'Back-test'],
      ['/rules/new?pattern=fatal', 'Back-test'],
      ['/explain', 'Flood control'],
      ['/triggers/new', 'logscan'],
      ['/deliveries', 'Deliveries'],
      ['/system', 'Files of nas'],
    ] as const) {
      await go(where);
      await page.getByText(shown).first().waitFor({ state: 'attached' });
      const lines = String(await page.evaluate(WORDS)).split('\n');
      const spoken = lines.map((line) => line.trim()).filter((line) => /container/i.test(line));
      wrong.push(...spoken.filter((line) => !OF_BOTH.includes(line)).map((line) => `${where}: ${line}`));
    }
    expect(wrong).toEqual([]);
  }, 180_000);
});
