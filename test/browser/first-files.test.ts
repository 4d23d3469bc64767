import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 60_000;

describeInBrowser('a server that watches files alone', (suite) => {
  test(
    'shows them from the first steps on, without missing an engine, and says on the overview that they are read',
    async () => {
      const folder = temporaryDirectory();
      const log = path.join(folder, 'app.log');
      writeFileSync(log, '2026-01-01T00:00:00Z calm\n');
      const terms = { format: 'plain', message: 'message', joinsLines: false, joinStart: undefined } as const;
      const missing = path.join(folder, 'missing/*.log');
      const files = [log, missing].map((pattern) => ({ ...terms, pattern, workload: undefined }));
      const { page, admin, go } = await ownServer(suite, '/first-steps', { files, machineName: 'nas' });
      const found = page.getByRole('region', { name: 'What is watched' });
      await found.getByText('1 file', { exact: true }).waitFor();
      await found.getByText(`the folder ${folder}/missing is not there yet`).waitFor();
      expect(await found.getByText('No container engine is in reach yet.').count()).toBe(0);
      expect(await found.getByText('TOCSIN_DOCKER_HOST').count()).toBe(0);
      expect(await accessibilityFaults(page, 'first steps: files')).toEqual([]);
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      await go('/');
      await heading(page, 'Overview');
      const watching = page.getByRole('region', { name: 'Watching' });
      await watching.getByText('1 file, 1 pattern with a fault').waitFor();
      await watching.getByText('1 read').waitFor();
      const names = await watching.locator('dt').allTextContents();
      expect(names).toEqual(['Files', 'Logs', 'Gaps', 'Behind by']);
      expect(await page.getByText('Nothing is watched yet').count()).toBe(0);
    },
    PATIENCE_MS,
  );
});
