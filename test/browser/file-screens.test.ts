import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { accessibilityFaults } from './accessibility.ts';
import { describeInBrowser, heading } from './describe-in-browser.ts';
import { ownServer } from './own-server.ts';

const PATIENCE_MS = 90_000;

describeInBrowser('the screens of a server that watches files', (suite) => {
  test(
    'say what each pattern leads to, and how a file is read, also on a narrow screen',
    async () => {
      const folder = temporaryDirectory();
      const [log, missing] = [path.join(folder, 'app.log'), path.join(folder, 'missing/*.log')];
      writeFileSync(log, '2026-01-01T00:00:00Z calm\n');
      const terms = { format: 'plain', message: 'message' } as const;
      const files = [
        { ...terms, pattern: log, workload: 'shop' },
        { ...terms, pattern: missing, workload: undefined },
      ];
      const { page, admin, go } = await ownServer(suite, '/account', { files, machineName: 'nas' });
      await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal' });
      const narrowed = async () => {
        await page.setViewportSize({ width: 360, height: 800 });
        return page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      };
      await go('/system');
      const list = page.getByRole('region', { name: 'Files of nas' });
      await list.getByText('1 file, shop').waitFor();
      await list.getByText(`the folder ${folder}/missing is not there yet`).waitFor();
      await page.getByText('No container is watched without one.').waitFor();
      expect(await accessibilityFaults(page, 'system with files')).toEqual([]);
      expect(await narrowed()).toEqual([360, 360]);
      const workloads = (await admin.get('/api/workloads')).body?.items as readonly { readonly id: string }[];
      await go(`/workloads/${workloads[0]?.id}`);
      await heading(page, 'shop');
      await page.getByText('Format').waitFor();
      await page.getByText('26 B of 26 B').waitFor();
      expect(await page.getByText('Its lines, live').count()).toBe(0);
      expect(await accessibilityFaults(page, 'a workload that is a file')).toEqual([]);
      expect(await narrowed()).toEqual([360, 360]);
    },
    PATIENCE_MS,
  );
});
