// What somebody can see of a watched file's own log, in a server process with real files: as it comes, around an event, and by back-tests.
import { appendFileSync, copyFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FileServer, startFileServer } from '../support/files/file-server.ts';
import { LiveListener } from '../support/live-listener.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const patience = { limitMs: 60_000 } as const;

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly workload: { readonly id: string };
}

async function given(files: Readonly<Record<string, string>>, settings: Readonly<Record<string, string>> = {}) {
  const folder = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const database = { dataDir: temporaryDirectory(), databaseUrl: undefined };
  const running = await startFileServer(database, { TOCSIN_FILES: `shop=${folder}/*.log`, ...settings });
  await running.admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal', cooldown_seconds: 0 });
  const all = async () =>
    ((await running.admin.get('/api/containers')).body?.items ?? []) as unknown as readonly Shown[];
  await waitUntil(async () => (await all()).every(({ state }) => state === 'following') && (await all()).length > 0, {
    what: 'all files are followed',
    ...patience,
  });
  const file = async (name: string): Promise<Shown> => {
    const found = (await all()).find((one) => one.name === path.join(folder, name));
    if (found === undefined) throw new Error(`${name} is not shown`);
    return found;
  };
  return { ...running, folder, log: path.join(folder, 'app.log'), file };
}

const look = ({ url, admin }: Pick<FileServer, 'url' | 'admin'>, at: string, after?: string): Promise<LiveListener> =>
  LiveListener.open(`${url}${at}`, {
    cookie: admin.cookie ?? '',
    ...(after !== undefined && { 'last-event-id': after }),
  });

const shows = (view: LiveListener, lines: readonly string[]): Promise<void> =>
  waitUntil(() => view.lines.join('|') === lines.join('|'), {
    what: () => `${lines.join(', ')} are shown; there are ${view.lines.join(', ')}`,
    ...patience,
  });

describe('the live view of a file', () => {
  test('shows the last lines and each that comes, over rotations, with its colours and the rules that match it', async () => {
    const red = '\u001b[31mfatal\u001b[0m';
    const scene = await given({ 'app.log': 'one\ntwo\nthree\n' });
    const { id } = await scene.file('app.log');
    const view = await look(scene, `/api/containers/${id}/logs?tail=2`);
    await shows(view, ['two', 'three']);
    appendFileSync(scene.log, `${red}\n`);
    renameSync(scene.log, `${scene.log}.1`);
    writeFileSync(scene.log, 'four\n');
    await shows(view, ['two', 'three', red, 'four']);
    expect(view.shown[2]).toMatchObject({ stream: 'stdout', truncated: false, rules: [{ name: 'fatal' }] });
    copyFileSync(scene.log, `${scene.log}.2`);
    truncateSync(scene.log);
    appendFileSync(scene.log, 'five\n');
    await shows(view, ['two', 'three', red, 'four', 'five']);
    view.leave();
    appendFileSync(scene.log, 'six\n');
    const next = await look(scene, `/api/containers/${id}/logs`, view.lastId);
    await shows(next, ['six']);
    expect([...view.events, ...next.events].filter(({ event }) => event === 'gap')).toEqual([]);
    const wanted = await look(scene, `/api/containers/${id}/logs?query=FOUR`);
    await shows(wanted, ['four']);
    await scene.server.kill('SIGTERM');
  }, 120_000);

  test('goes together with those of others, in the order of their times, also of those that come later', async () => {
    const at = (second: number, words: string): string => `2026-01-31T12:00:0${second}Z ${words}`;
    const scene = await given({
      'app.log': `${at(1, 'one')}\n${at(3, 'three')}\n`,
      'other.log': `${at(2, 'two')}\n${at(4, 'four')}\n`,
    });
    const { workload } = await scene.file('app.log');
    const view = await look(scene, `/api/logs/stream?workloads=${workload.id}`);
    const past = [at(1, 'one'), at(2, 'two'), at(3, 'three'), at(4, 'four')];
    await shows(view, past);
    writeFileSync(path.join(scene.folder, 'later.log'), `${at(5, 'five')}\n`);
    await shows(view, [...past, at(5, 'five')]);
    expect(view.shown.map(({ container }) => path.basename(String(container)))).toEqual([
      ...['app.log', 'other.log', 'app.log', 'other.log', 'later.log'],
    ]);
    view.leave();
    appendFileSync(scene.log, `${at(6, 'six')}\n`);
    const next = await look(scene, `/api/logs/stream?workloads=${workload.id}`, view.lastId);
    await shows(next, [at(6, 'six')]);
    await scene.server.kill('SIGTERM');
  }, 120_000);
});
