import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeIn } from '../support/code-files.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 90_000;
const SOON = { timeout: 20_000 };
const LAPTOPS = [
  { width: 1280, height: 720 },
  { width: 1366, height: 768 },
  { width: 1366, height: 650 },
];

const files = (...patterns: readonly string[]) =>
  patterns.map((pattern) => ({
    ...({ format: 'plain', message: 'message', joinsLines: false, joinStart: undefined } as const),
    ...{ pattern, workload: undefined },
  }));

async function engine(name: string) {
  const made = await startFakeEngine();
  for (const service of ['web', 'db', 'cache']) made.addContainer({ name: `${name}-${service}` });
  made.addContainer({ name: `${name}-mute`, driver: 'none' });
  made.addContainer({ name: `${name}-odd`, labels: { 'tocsin.rule.oops': '(' } });
  return { name, url: made.url };
}

describeInBrowser('the overview of a house', (suite) => {
  test(
    'is one glance on a laptop, whatever is wrong with its engines, files, rules and triggers, and leads to all of it',
    async () => {
      const folder = temporaryDirectory();
      writeFileSync(path.join(folder, 'app.log'), 'calm\n');
      const broken = [
        '{name: half, pattern: "disk (full"}',
        '{name: back, pattern: "[z-a]"}',
        '{name: whole, pattern: a}',
      ];
      writeFileSync(path.join(folder, 'tocsin.yaml'), `rules:\n${broken.map((rule) => `  - ${rule}\n`).join('')}`);
      const { page, admin, go } = await ownServer(suite, '/account', {
        ruleFile: codeIn(folder).ruleFile,
        dockerHost: [await engine('nas'), await engine('attic'), { name: 'shed', url: 'unix:///nowhere/docker.sock' }],
        files: files(...['app.log', 'missing/*.log', 'none/deeper/x.log'].map((name) => path.join(folder, name))),
      });
      const target = { channel: 'webhook', config: { url: 'https://receiver.example/hook' } };
      for (const name of ['ops', 'chat', 'night shift'])
        await admin.post('/api/event-triggers', { name, ...target, enabled: false });
      await go('/');
      const hands = page.getByRole('region', { name: 'What needs a hand' });
      await hands.getByRole('link', { name: 'shed is not watched' }).waitFor(SOON);
      const watching = page.getByRole('region', { name: 'Watching' });
      await watching.getByRole('link', { name: '1 file, 2 patterns with a fault' }).waitFor(SOON);
      const faults = watching.getByRole('link', { name: /^\d+ more faults$/ });
      const tooTallBy: Record<string, number> = {};
      for (const size of LAPTOPS) {
        await page.setViewportSize(size);
        await faults.waitFor();
        const by = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
        if (by > 0) tooTallBy[`${size.width} × ${size.height}`] = by;
      }
      expect(tooTallBy).toEqual({});
      await hands.getByRole('button', { name: /^and \d+ more$/ }).click();
      await hands.getByRole('link', { name: '2 patterns of files have a fault' }).waitFor();
      expect(await accessibilityFaults(page, 'overview of a house')).toEqual([]);
      await page.setViewportSize({ width: 1280, height: 720 });
      await faults.click();
      await heading(page, 'System');
      for (const what of ['missing is not there yet', 'tocsin.rule.oops', 'is not in force as it is written'])
        await page.getByText(what).first().waitFor();
    },
    PATIENCE_MS,
  );

  test(
    'that has files and no engine says how many are watched',
    async () => {
      const folder = temporaryDirectory();
      writeFileSync(path.join(folder, 'app.log'), 'calm\n');
      const { page, admin, go } = await ownServer(suite, '/account', { files: files(path.join(folder, '*.log')) });
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      await go('/');
      const watching = page.getByRole('region', { name: 'Watching' });
      await watching.getByText('1 read', { exact: true }).waitFor(SOON);
      expect(await page.getByText('Nothing is watched yet').count()).toBe(0);
      await watching.getByRole('link', { name: '1 file', exact: true }).click();
      await heading(page, 'System');
    },
    PATIENCE_MS,
  );
});
