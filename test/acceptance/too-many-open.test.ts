// A process that may open fewer files than are rotated at once.
import { appendFileSync, readdirSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandOf, startCommand } from '../support/child-process.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const FILES = 400;
const RULES = `rules:
  - name: line
    pattern: '^line '
    cooldown_seconds: 0
`;

/** Where each descriptor leads, as far as it is still there. */
function openFilesOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(path.join(folder, fd))];
    } catch {
      return [];
    }
  });
}

test('more files than may be open are rotated at once, and each line is read once', { timeout: 240_000 }, async () => {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: FILES }, (_, n) => path.join(folder, `${n}.log`));
  const rules = path.join(temporaryDirectory(), 'rules.yaml');
  writeFileSync(rules, RULES);
  for (const log of logs) writeFileSync(log, 'before\n');
  const limited = ['sh', '-c', `ulimit -n ${FILES}; exec "$@" 2>&1`, 'sh', ...commandOf('src/main.ts')];
  const tail = await startCommand([...limited, 'tail', '--rules', rules, path.join(folder, '*.log')], {});
  await tail.line((line) => line.includes(`${FILES} files`));
  const expected: string[] = [];
  const write = (log: string, word: string): void => {
    const line = `line ${path.basename(log)} ${word}`;
    expected.push(line);
    appendFileSync(log, `${line}\n`);
  };
  for (const log of logs) {
    write(log, 'one');
    renameSync(log, `${log}.1`);
    write(log, 'two');
  }
  const read = (): string[] => tail.lines.flatMap((line) => /line \d+\.log \w+$/.exec(line)?.[0] ?? []);
  await waitUntil(() => read().length >= expected.length, {
    what: () => `${expected.length} lines are read: ${read().length}, ${tail.lines.slice(-3)}`,
    limitMs: 200_000,
  });
  expect(read().toSorted()).toEqual(expected.toSorted());
  // For a while something may be written to them.
  expect(openFilesOf(tail.pid).filter((one) => one.endsWith('.log.1')).length).toBeLessThanOrEqual(FILES / 4);
});

test('files to which nothing is written leave most of what may be open to everything else', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: 200 }, (_, n) => path.join(folder, `${n}.log`));
  const rules = path.join(temporaryDirectory(), 'rules.yaml');
  writeFileSync(rules, RULES);
  for (const log of logs) writeFileSync(log, 'before\n');
  const limited = ['sh', '-c', 'ulimit -n 160; exec "$@" 2>&1', 'sh', ...commandOf('src/main.ts')];
  const tail = await startCommand([...limited, 'tail', '--rules', rules, path.join(folder, '*.log')], {});
  await tail.line((line) => line.includes('200 files'));
  const open = (): number => openFilesOf(tail.pid).filter((one) => one.startsWith(folder)).length;
  for (const log of logs) appendFileSync(log, `line ${path.basename(log)} one\n`);
  const read = (): number => tail.lines.filter((line) => /line \d+\.log one$/.test(line)).length;
  await waitUntil(() => read() === logs.length, { what: () => `each line is read: ${read()}`, limitMs: 60_000 });
  await waitUntil(() => open() <= 50, { what: () => `no more are open than a quarter: ${open()}` });
});

test('of more files than may be open each line is read that came since a rule wanted it', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryDirectory();
  const logs = Array.from({ length: 120 }, (_, n) => path.join(folder, `${n}.log`));
  for (const log of logs) writeFileSync(log, 'before\n');
  const { server, admin } = await startFileServer(
    { dataDir: temporaryDirectory(), databaseUrl: undefined },
    { TOCSIN_FILES: path.join(folder, '*.log'), TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' },
    ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'],
  );
  const states = async (): Promise<unknown[]> => {
    const { body } = await admin.get('/api/containers?limit=200');
    return ((body?.items ?? []) as readonly { state: unknown }[]).map(({ state }) => state);
  };
  const patience = { limitMs: 60_000 } as const;
  const areAll = async (stand: (state: unknown) => boolean): Promise<boolean> => {
    const all = await states();
    return all.length === logs.length && all.every(stand);
  };
  await waitUntil(() => areAll((state) => state === 'not_wanted'), { what: 'all are found', ...patience });
  await admin.post('/api/log-scan-rules', { name: 'line', pattern: '^line ', cooldown_seconds: 0 });
  await waitUntil(() => areAll((state) => state !== 'not_wanted'), { what: 'all are wanted', ...patience });
  expect(server.lines.some((line) => line.includes('"tail_unreadable"'))).toBe(true);
  for (const log of logs) appendFileSync(log, `line ${path.basename(log)}\n`);
  const read = async (): Promise<readonly string[]> => {
    const { body } = await admin.get('/api/events?limit=200&source=logscan');
    return ((body?.items ?? []) as readonly { message: string }[]).map(({ message }) => message);
  };
  // Only so many are opened each second.
  await waitUntil(() => areAll((state) => state === 'following'), { what: 'all are read', limitMs: 120_000 });
  await waitUntil(async () => (await read()).length >= logs.length, { what: 'each line is an event', ...patience });
  expect((await read()).toSorted()).toEqual(logs.map((log) => `line ${path.basename(log)}`).toSorted());
  await server.kill('SIGTERM');
});
