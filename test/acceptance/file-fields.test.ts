// Rules that look at one field of the lines of a watched file of JSON, in a server process: as lines come, in a live view, and in back-tests.
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ShownBacktest } from '../../src/http/resources/rules/backtest-shapes.ts';
import type { RecentLines } from '../../src/http/resources/watching/written-lines.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { LiveListener } from '../support/live-listener.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const patience = { limitMs: 60_000 } as const;

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly workload: { readonly id: string };
}

const secondsAgo = (seconds: number): string => new Date(Date.now() - 1_000 * seconds).toISOString();
const written = (...lines: readonly unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

async function given(how: string, text: string) {
  const log = path.join(temporaryDirectory(), 'app.log');
  writeFileSync(log, text);
  const database = { dataDir: temporaryDirectory(), databaseUrl: undefined };
  const running = await startFileServer(database, { TOCSIN_FILES: `shop=${how}:${log}` });
  const rule = { name: 'failing', field: 'level', pattern: '^(error|50)$', cooldown_seconds: 0 };
  await running.admin.post('/api/log-scan-rules', rule);
  const shown = async () =>
    ((await running.admin.get('/api/containers')).body?.items ?? []) as unknown as readonly Shown[];
  await waitUntil(async () => (await shown())[0]?.state === 'following', { what: 'it is followed', ...patience });
  const [file] = await shown();
  return { ...running, log, rule, id: file?.id ?? '', workload: file?.workload.id ?? '' };
}

test.each(['ndjson', 'ndjson+joined'])(
  'a field of a line of JSON is seen by all that judges it: %s',
  async (how) => {
    const before = { time: secondsAgo(60), level: 'error', message: 'before' };
    const scene = await given(how, written(before, { time: secondsAgo(59), level: 'info', message: 'an error' }));
    const headers = { cookie: scene.admin.cookie ?? '' };
    const view = await LiveListener.open(`${scene.url}/api/containers/${scene.id}/logs?tail=10`, headers);
    appendFileSync(
      scene.log,
      written({ time: secondsAgo(1), level: 50, message: 'lost disk' }, { message: 'level=info' }),
    );
    const messages = async () => {
      const { body } = await scene.admin.get('/api/events?source=logscan');
      return ((body?.items ?? []) as { message: string; metadata: unknown }[]).map(({ message, metadata }) => ({
        message,
        metadata,
      }));
    };
    await waitUntil(async () => (await messages()).length === 1, { what: 'there is an event', ...patience });
    expect(await messages()).toMatchObject([{ message: 'lost disk', metadata: { field: 'level', field_value: '50' } }]);
    await waitUntil(() => view.shown.length === 4, { what: () => `four are shown: ${view.lines}`, ...patience });
    expect(view.shown.map(({ text, rules }) => [text, (rules as readonly unknown[]).length])).toEqual([
      ['before', 1],
      ['an error', 0],
      ['lost disk', 1],
      ['level=info', 0],
    ]);
    view.leave();
    const asked = { rules: [scene.rule], workload_ids: [scene.workload], hours: 1 };
    const client = await LiveListener.open(`${scene.url}/api/backtest`, headers, asked);
    await waitUntil(() => client.hasEnded, { what: 'the back-test is over', ...patience });
    const result = client.events.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
    expect(result.lines.map(({ text }) => text)).toEqual(['before', 'lost disk']);
    await scene.server.kill('SIGTERM');
  },
  120_000,
);

test('a trace that is joined has the object of its first line, wherever somebody looks at it', async () => {
  const first = {
    time: secondsAgo(60),
    level: 'error',
    message: 'java.lang.IllegalStateException: lost disk\nof Anna',
  };
  const frames = ['\tat shop.Disk.read(Disk.java:17)', '\tat shop.Shop.open(Shop.java:4)'];
  const trace = `${written(first, { time: secondsAgo(60), level: 'info', message: frames[0] })}${frames[1]}\n`;
  const scene = await given('ndjson+joined', '');
  appendFileSync(scene.log, trace + written({ time: secondsAgo(50), level: 'info', message: 'calm' }));
  const events = async () => (await scene.admin.get('/api/events?source=logscan')).body?.items as { message: string }[];
  await waitUntil(async () => (await events()).length > 0, { what: 'there is an event', ...patience });
  const text = [first.message, ...frames].join('\n');
  const metadata = { field: 'level', field_value: 'error' };
  expect(await events()).toEqual([
    expect.objectContaining({ message: text, metadata: expect.objectContaining(metadata) }),
  ]);
  const asked = { rules: [scene.rule], workload_ids: [scene.workload], hours: 1 };
  const client = await LiveListener.open(`${scene.url}/api/backtest`, { cookie: scene.admin.cookie ?? '' }, asked);
  await waitUntil(() => client.hasEnded, { what: 'the back-test is over', ...patience });
  const result = client.events.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
  expect(result.lines.map((line) => line.text)).toEqual([text]);
  // What the log has of it may be given as it is shown, and as it stands in the file.
  const recent = (await scene.admin.get(`/api/workloads/${scene.workload}/lines`)).body as unknown as RecentLines;
  const shown = [JSON.stringify(first), ...frames].join('\n');
  expect(recent.items.map(({ object }) => object)).toEqual([shown, expect.stringContaining('calm')]);
  const { pattern, field } = scene.rule;
  for (const lines of [shown, trace.trimEnd()]) {
    const tried = { pattern, field, workload_id: scene.workload, sample_lines: lines.split('\n') };
    expect((await scene.admin.post('/api/log-scan-rules/test', tried)).body).toMatchObject({
      ...{ results: [{ matched: true, field_value: 'error' }], lines: [text], lines_without_object: 0 },
    });
    const { body } = await scene.admin.post('/api/explain', { workload_id: scene.workload, line: lines });
    expect(body).toMatchObject({ lines: 1, has_object: true, steps: [{ outcome: 'admitted' }] });
  }
  await scene.server.kill('SIGTERM');
}, 120_000);

test.each(['ndjson', 'ndjson+joined'])(
  'a line of JSON is explained and tried as it stands in its file: %s',
  async (how) => {
    const object = { time: secondsAgo(60), level: 'error', message: 'lost disk' };
    const scene = await given(how, written(object, { time: secondsAgo(59), message: 'calm' }));
    await scene.admin.post('/api/log-scan-rules', { name: 'text', pattern: '^lost (?P<what>\\w+)$' });
    const at = { workload_id: scene.workload };
    const explained = async (line: string) => {
      const { body } = await scene.admin.post('/api/explain', { ...at, line });
      const steps = (body?.steps ?? []) as { rule_name: string; outcome: string }[];
      return [body?.has_object, body?.lines, ...steps.map((one) => `${one.rule_name} ${one.outcome}`).sort()];
    };
    const whole = JSON.stringify(object);
    expect(await explained(whole)).toEqual([true, 1, 'failing admitted', 'text admitted']);
    // What an event keeps: nobody can tell what a field held.
    expect(await explained('lost disk')).toEqual([false, 1, 'failing no_match', 'text admitted']);
    const recent = (await scene.admin.get(`/api/workloads/${scene.workload}/lines`)).body as unknown as RecentLines;
    expect(recent.items.map((one) => one.text)).toEqual(['lost disk', 'calm']);
    expect(recent.items[0]?.object).toBe(whole);
    const lines = { sample_lines: [...recent.items.map((one) => one.object), 'lost disk'], ...at };
    const tried = async (rule: unknown) => {
      const { body } = await scene.admin.post('/api/log-scan-rules/test', { ...Object(rule), ...lines });
      const results = body?.results as { matched: boolean; field_value: string | null }[];
      return { ...body, results: results.map((one) => [one.matched, one.field_value]) };
    };
    const { pattern, field } = scene.rule;
    const texts = ['lost disk', 'calm', 'lost disk'];
    const told = { lines: texts, lines_without_object: 1 };
    const [byField, byText] = [
      [true, false, false],
      [true, false, true],
    ];
    expect(await tried({ pattern, field })).toMatchObject({
      ...{ ...told, results: byField.map((matched, n) => [matched, n === 0 ? 'error' : null]) },
    });
    expect(await tried({ pattern: '^lost disk$', join_lines: false })).toMatchObject({
      ...{ ...told, results: byText.map((matched) => [matched, null]) },
    });
    await scene.server.kill('SIGTERM');
  },
  120_000,
);
