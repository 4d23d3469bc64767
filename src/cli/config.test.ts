import { expect, test } from 'vitest';
import { captureIo } from '../../test/support/captured-io.ts';
import { SETTING_NAMES } from '../config/schema.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

test('config prints every setting with its value and origin, secrets masked', async () => {
  const env = {
    TOCSIN_PORT: '9000',
    TOCSIN_ADMIN_PASSWORD: 'hunter2 of the moor',
    TOCSIN_DATABASE_URL: 'postgres://me:hunter2@db/x',
  };
  const captured = captureIo({ env });
  expect(await run(['config'], captured.io, COMMANDS)).toBe(0);
  const rows = captured
    .stdout()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect(rows).toHaveLength(SETTING_NAMES.length);
  expect(rows).toContainEqual(['TOCSIN_PORT', '9000', 'environment TOCSIN_PORT']);
  expect(rows).toContainEqual(['TOCSIN_HOST', '127.0.0.1', 'default']);
  expect(rows).toContainEqual(['TOCSIN_ADMIN_PASSWORD', '[redacted]', 'environment TOCSIN_ADMIN_PASSWORD']);
  expect(rows).toContainEqual([
    'TOCSIN_DATABASE_URL',
    'postgres://me:[redacted]@db/x',
    'environment TOCSIN_DATABASE_URL',
  ]);
  expect(rows).toContainEqual(['TOCSIN_LOG_FORMAT', '(pretty at a terminal, else json)', 'default']);
  expect(captured.stdout()).not.toContain('hunter2');
});

test('config has its columns where they were, however long one value is', async () => {
  const lines = async (env: Record<string, string>): Promise<string[]> => {
    const captured = captureIo({ env });
    await run(['config'], captured.io, COMMANDS);
    return captured.stdout().trimEnd().split('\n');
  };
  const files = Array.from({ length: 20 }, (_, at) => `/srv/shop-${at}/log/*.log`).join(',');
  const [usual, long] = [await lines({}), await lines({ TOCSIN_FILES: files })];
  expect(long.filter((line) => !usual.includes(line))).toEqual([
    expect.stringMatching(/^TOCSIN_FILES {2,}\/srv.*log {2}environment TOCSIN_FILES$/),
  ]);
});
