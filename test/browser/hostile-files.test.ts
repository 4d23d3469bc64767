import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { HARMFUL_CHARACTERS } from '../../src/core/lines/harmful-characters.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { inkedOutside } from './inked-outside.ts';
import { ownServer } from './own-server.ts';

const NAMES = [
  `${'W'.repeat(200)}.log`,
  `z${'\u0301\u0316'.repeat(40)}.log`,
  `<img src=x onerror=alert(1)>\u202efdp\u2066.log`,
];

/** Runs in the page: the names of which the end of a word stands outside of what is around them, though words of letters can be broken anywhere. */
function cutOff(elements: Element[]): readonly string[] {
  return elements
    .filter((one) => /W{50}/.test(one.textContent ?? ''))
    .filter((one) => {
      const text = document.createRange();
      text.selectNodeContents(one);
      return (
        text.getBoundingClientRect().right > (one.closest('dd, header, main')?.getBoundingClientRect().right ?? 0) + 1
      );
    })
    .map(({ tagName }) => tagName);
}

describeInBrowser('files with names that nobody would give', (suite) => {
  test('widen no page, paint in their own rows, and are text and nothing else', async () => {
    const folder = temporaryDirectory();
    for (const name of NAMES) writeFileSync(path.join(folder, name), 'calm\n');
    const terms = { format: 'plain', message: 'message', joinsLines: false, joinStart: undefined } as const;
    const files = [{ ...terms, pattern: path.join(folder, '*.log'), workload: undefined }];
    const { page, admin, go, misdeeds } = await ownServer(suite, '/users', { files, machineName: 'nas' });
    await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk', severity: 'error' });
    const itemsOf = async (where: string) =>
      ((await admin.get(where)).body?.items ?? []) as readonly { readonly id: string; readonly state?: string }[];
    const followed = async () => (await itemsOf('/api/containers')).filter(({ state }) => state === 'following').length;
    await expect.poll(followed, { timeout: 20_000 }).toBe(NAMES.length);
    for (const name of NAMES) appendFileSync(path.join(folder, name), 'disk full\n');
    const events = () => itemsOf('/api/events?source=logscan');
    await expect.poll(async () => (await events()).length, { timeout: 20_000 }).toBe(NAMES.length);
    const workloads = (await itemsOf('/api/workloads')).map(({ id }) => id);
    const paths = {
      ...{
        '/workloads': 'tbody tr',
        '/events': '.event-row',
        [`/logs?workloads=${workloads.join()}`]: '.log-view .tag',
      },
      ...Object.fromEntries(workloads.map((id) => [`/workloads/${id}`, '.time-line'])),
      ...Object.fromEntries((await events()).map(({ id }) => [`/events/${id}`, '.event-text'])),
    };
    for (const { id } of await events())
      expect((await admin.get(`/api/events/${id}/context`)).body).toMatchObject({
        ...{ state: 'found', why: null, lines: [{ text: 'calm' }, { text: 'disk full', is_event: true }] },
      });
    const faults: Record<string, unknown> = {};
    for (const width of [1366, 360]) {
      await page.setViewportSize({ width, height: 2_000 });
      for (const [where, ready] of Object.entries(paths)) {
        await go(where);
        await page.locator(ready).first().waitFor();
        const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(
          (await page.locator('main').innerText()).replaceAll('\n', ' ').match(HARMFUL_CHARACTERS),
          where,
        ).toBeNull();
        const hidden = await page.locator('main :is(h1, h2, dd a)').evaluateAll(cutOff);
        const found = await inkedOutside(page);
        if (excess > 0 || found.length > 0 || hidden.length > 0)
          faults[`${where} at ${width}`] = { excess, found, hidden };
      }
    }
    expect(faults).toEqual({});
    await go(`/logs?workloads=${workloads.join()}`);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.locator('.log-view .tag').first().waitFor();
    const edge = (await page.locator('.log-view').boundingBox())?.width ?? 0;
    const rooms = await page
      .locator('.log-view li code')
      .evaluateAll((all) => all.map((one) => one.clientWidth || one.getBoundingClientRect().width));
    expect(rooms.length).toBeGreaterThan(0);
    expect(Math.min(...rooms)).toBeGreaterThan(edge / 2);
    expect(await page.locator('main img').count()).toBe(0);
    expect(misdeeds.errors).toEqual([]);
  }, 180_000);
});
