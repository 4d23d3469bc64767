// What somebody can see of a watched file's own log, in a server process with real files: as it comes, around an event, and by back-tests.
import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ShownBacktest } from '../../src/http/resources/rules/backtest-shapes.ts';
import type { LineContext, RecentLines } from '../../src/http/resources/watching/written-lines.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
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

async function given(
  files: Readonly<Record<string, string>>,
  { prefix = 'shop=', ...settings }: Readonly<Record<string, string>> = {},
) {
  const folder = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const database = { dataDir: temporaryDirectory(), databaseUrl: undefined };
  const running = await startFileServer(database, { TOCSIN_FILES: `${prefix}${folder}/*.log`, ...settings });
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

  test('goes together with that of containers', async () => {
    const engine = await startFakeEngine();
    const web = engine.addContainer({ name: 'web' });
    const scene = await given({ 'app.log': 'of a file\n' }, { TOCSIN_DOCKER_HOST: `docker=${engine.url}` });
    const { id } = await scene.file('app.log');
    const view = await look(scene, `/api/logs/stream?containers=${id},${web.id}`);
    await waitUntil(() => view.stood.length === 2, { what: 'both are followed', ...patience });
    appendFileSync(scene.log, 'of a file too\n');
    await shows(view, ['of a file', 'of a file too']);
    web.log('stdout', 'of a container');
    await waitUntil(() => view.lines.length === 3, { what: 'all three are shown', ...patience });
    expect(view.shown.map(({ container }) => container)).toEqual([scene.log, scene.log, 'web']);
    await scene.server.kill('SIGTERM');
  }, 120_000);
});

/** As a program writes them that says the time. */
const minutesAgo = (minutes: number, words: string): string =>
  `${new Date(Date.now() - minutes * 60_000).toISOString()} ${words}`;
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('the lines around an event of a file', () => {
  test.each(['with their times', 'without'])(
    'are found wherever they were rotated to, %s',
    async (how) => {
      const lineOf = (words: string): string => (how === 'without' ? words : minutesAgo(0, words));
      const before = Array.from({ length: 25 }, (_, n) => lineOf(`before ${n}`));
      const behind = Array.from({ length: 25 }, (_, n) => lineOf(`behind ${n}`));
      const meant = lineOf('a \u001b[31mfatal\u001b[0m one');
      const scene = await given({ 'app.log': textOf(before) });
      appendFileSync(scene.log, textOf([meant, ...behind]));
      const events = async () =>
        ((await scene.admin.get('/api/events?source=logscan')).body?.items ?? []) as { id: string }[];
      await waitUntil(async () => (await events()).length === 1, { what: 'there is an event', ...patience });
      const [event] = await events();
      const context = async () =>
        (await scene.admin.get(`/api/events/${event?.id}/context`)).body as unknown as LineContext;
      const all = [...before.slice(5), meant, ...behind.slice(0, 20)];
      const isWhole = async () => {
        const { state, why, lines } = await context();
        expect({ state, why, texts: lines.map(({ text }) => text) }).toEqual({ state: 'found', why: null, texts: all });
        expect(lines.flatMap((line) => (line.is_event ? [line.text] : []))).toEqual([meant]);
      };
      await isWhole();
      renameSync(scene.log, `${scene.log}.1`);
      writeFileSync(scene.log, 'another\n');
      await isWhole();
      writeFileSync(`${scene.log}.1.gz`, gzipSync(readFileSync(`${scene.log}.1`)));
      rmSync(`${scene.log}.1`);
      await isWhole();
      rmSync(`${scene.log}.1.gz`);
      expect(await context()).toMatchObject({ state: 'not_there', why: expect.stringContaining('rotated'), lines: [] });
      await scene.server.kill('SIGTERM');
    },
    120_000,
  );
});

async function backtest(scene: FileServer, body: unknown): Promise<ShownBacktest> {
  const client = await LiveListener.open(`${scene.url}/api/backtest`, { cookie: scene.admin.cookie ?? '' }, body);
  await waitUntil(() => client.hasEnded, { what: 'the back-test is over', ...patience });
  const result = client.events.find(({ event }) => event === 'result');
  if (result === undefined) throw new Error(JSON.stringify(client.events));
  // It is what the server sends under this name.
  return result.data as unknown as ShownBacktest;
}

describe('rules that are tried on a file', () => {
  test('are tried on what it and its rotated files hold of the time, and judged as in production', async () => {
    const scene = await given({
      'app.log': textOf([minutesAgo(40, 'lost disk'), minutesAgo(39, 'lost disk'), minutesAgo(1, 'all well')]),
      'app.log.1': textOf([minutesAgo(59, 'all well'), minutesAgo(58, 'lost disk')]),
      'plain.log': 'lost disk\n',
    });
    writeFileSync(`${scene.log}.2.gz`, gzipSync(textOf([minutesAgo(150, 'lost disk'), minutesAgo(90, 'lost disk')])));
    const { workload } = await scene.file('app.log');
    const rule = { pattern: 'lost (?P<what>\\w+)', cooldown_seconds: 300 };
    const result = await backtest(scene, { rules: [rule], workload_ids: [workload.id], hours: 2 });
    expect(result).toMatchObject({ hits: 4, events: 3, suppressed: { cooldown: 1 }, lines_read: 6, complete: false });
    expect(result.containers.map(({ name, state, lines }) => [path.basename(name), state, lines]).sort()).toEqual([
      ['app.log', 'read', 6],
      ['plain.log', 'failed', 0],
    ]);
    expect(result.containers.find(({ state }) => state === 'failed')?.why).toContain('do not say when');
    expect(result.lines.map(({ decision }) => decision)).toEqual(['admitted', 'admitted', 'admitted', 'cooldown']);
    const { body } = await scene.admin.get(`/api/workloads/${workload.id}/lines?minutes=60&limit=10`);
    const { items, unread } = body as unknown as RecentLines;
    expect(unread).toEqual([]);
    expect(items.map(({ text }) => text.replace(/^\S+Z /, '')).sort()).toEqual(
      ['all well', 'all well', 'lost disk', 'lost disk', 'lost disk', 'lost disk'].sort(),
    );
    await scene.server.kill('SIGTERM');
  }, 120_000);

  test('see lines that belong together as one, as production does', async () => {
    const scene = await given(
      { 'app.log': textOf([minutesAgo(2, 'Error: one'), '    at a place', minutesAgo(1, 'well')]) },
      { prefix: 'joined:' },
    );
    const rule = { pattern: '(?s)one.*a place' };
    const { hits, lines } = await backtest(scene, { rules: [rule], workload_ids: null, hours: 1 });
    expect(hits).toBe(1);
    expect(lines[0]?.text).toMatch(/Error: one\n {4}at a place$/);
    await scene.server.kill('SIGTERM');
  }, 120_000);

  test('are explained for a line of it, as flood control stands there', async () => {
    const scene = await given({ 'app.log': '' });
    await scene.admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk', cooldown_seconds: 3600 });
    appendFileSync(scene.log, 'a disk is full\n');
    const { id } = await scene.file('app.log');
    const outcome = async () => {
      const { body } = await scene.admin.post('/api/explain', { line: 'a disk again', container_id: id });
      const steps = (body?.steps ?? []) as { rule_name: string; outcome: string }[];
      return steps.find((one) => one.rule_name === 'disk')?.outcome;
    };
    await waitUntil(async () => (await outcome()) === 'cooldown', { what: 'it is in its cooldown', ...patience });
    await scene.server.kill('SIGTERM');
  }, 120_000);
});
