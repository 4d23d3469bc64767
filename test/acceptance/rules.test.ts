import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { codeIn } from '../support/code-files.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const RULES = '/api/log-scan-rules';
const WEB = '0123456789abcdef';
const DB = 'fedcba9876543210';
const FILE = 'rules:\n  - {name: written, pattern: disk full, severity: critical}\n';

let server: TestServer;
let admin: ApiClient;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tocsin-rules-'));
  writeFileSync(path.join(folder, 'tocsin.yaml'), FILE);
  server = await runServer({ ruleFile: codeIn(folder).ruleFile });
  admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
});
afterAll(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

interface Item {
  readonly id: string;
  readonly name: string;
  readonly from?: string;
  readonly reason?: string;
}

const itemsOf = (body: Readonly<Record<string, unknown>> | undefined, key = 'items') =>
  (body?.[key] ?? []) as readonly Item[]; // Whoever asks says what is there.

async function made(rule: object): Promise<string> {
  const reply = await admin.post(RULES, rule);
  expect(reply, reply.text).toMatchObject({ status: 201 });
  return String(reply.body?.id);
}

const effective = async (workload: string) => {
  const { body } = await admin.get(`/api/workloads/${workload}/effective-rules`);
  return {
    rules: itemsOf(body, 'rules').map(({ name, from }) => `${name} ${from}`),
    leftOut: itemsOf(body, 'left_out').map(({ name, reason }) => `${name} ${reason}`),
  };
};

describe('a rule', () => {
  test('is made with its defaults, shown, changed and deleted', async () => {
    const reply = await admin.post(RULES, { name: 'oom', pattern: 'out of memory' });
    expect(reply.status).toBe(201);
    const { id } = reply.body ?? {};
    expect(reply.body).toEqual({
      id,
      name: 'oom',
      kind: 'match',
      pattern: 'out of memory',
      exclude_pattern: null,
      field: null,
      severity: 'warn',
      streams: 'both',
      cooldown_seconds: 300,
      threshold_count: null,
      threshold_window_seconds: null,
      absence_seconds: null,
      workload_id: null,
      overrides_rule_id: null,
      enabled: true,
      origin: 'api',
      compile_error: null,
      hits_24h: 0,
      last_hit_at: null,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: reply.body?.created_at,
    });
    expect((await admin.get(`${RULES}/${id}`)).body).toEqual(reply.body);
    const patch = { severity: 'error', exclude_pattern: 'test', threshold_count: 3, threshold_window_seconds: 60 };
    expect(await admin.send('PATCH', `${RULES}/${id}`, patch)).toMatchObject({
      status: 200,
      body: { name: 'oom', cooldown_seconds: 300, ...patch },
    });
    const cleared = { severity: null, exclude_pattern: null, threshold_count: null };
    expect(await admin.send('PATCH', `${RULES}/${id}`, cleared)).toMatchObject({
      status: 200,
      body: { severity: 'warn', exclude_pattern: null, threshold_count: null, threshold_window_seconds: null },
    });
    expect((await admin.send('DELETE', `${RULES}/${id}`)).status).toBe(204);
    expect((await admin.get(`${RULES}/${id}`)).status).toBe(404);
    expect((await admin.send('PATCH', `${RULES}/${id}`, { name: 'x' })).status).toBe(404);
    const audit = itemsOf((await admin.get('/api/audit?limit=4')).body) as readonly { readonly action?: string }[];
    expect(audit.map(({ action }) => action)).toEqual(['rule_deleted', 'rule_changed', 'rule_changed', 'rule_created']);
  });

  test('that looks at one field more than may be looked at is refused, and one that takes one of those is not', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 16; at++) ids.push(await made({ name: `field ${at}`, pattern: 'x', field: `f${at}` }));
    const beyond = await admin.post(RULES, { name: 'beyond', pattern: 'x', field: 'f16' });
    expect(beyond).toMatchObject({ status: 422, body: { error: { details: [{ path: 'field' }] } } });
    const changed = await admin.send('PATCH', `${RULES}/${ids[0]}`, { field: 'f16' });
    expect(changed).toMatchObject({ status: 422, body: { error: { details: [{ path: 'field' }] } } });
    expect(await admin.send('PATCH', `${RULES}/${ids[0]}`, { pattern: 'y' })).toMatchObject({ status: 200 });
    ids.push(await made({ name: 'among them', pattern: 'x', field: 'f1' }));
    for (const id of ids) expect((await admin.send('DELETE', `${RULES}/${id}`)).status).toBe(204);
  });

  test.each([
    [{ name: 'a' }, 400],
    [{ name: 'a', pattern: 'x', wat: 1 }, 400],
    [{ name: '', pattern: 'x' }, 400],
    [{ name: 'boom ', pattern: 'x' }, 400],
    [{ name: ' boom', pattern: 'x' }, 400],
    [{ name: 'bo\u202eom', pattern: 'x' }, 400],
    [{ name: 'bo\u200bom', pattern: 'x' }, 400],
    [{ name: 'bo\u001bom', pattern: 'x' }, 400],
    [{ name: 'a', pattern: 'x', severity: 'bad' }, 400],
    [{ name: 'a', pattern: 'x', threshold_count: 1_001, threshold_window_seconds: 1 }, 400],
    [{ name: 'a', pattern: 'x', cooldown_seconds: -1 }, 400],
    [{ name: 'a', pattern: 'x', workload_id: 'web' }, 400],
    [{ name: 'a', pattern: 'x', id: '7' }, 400],
    [{ name: 'a', pattern: 'x', kind: 'absence', absence_seconds: 60 }, 422],
    [{ name: 'a', pattern: 'x', field: ' level' }, 422],
    [{ name: 'a', pattern: 'x', field: '' }, 422],
    [{ name: 'a', pattern: 'x', threshold_count: 3 }, 422],
    [{ name: 'a', pattern: '' }, 422],
    [{ name: 'a', pattern: 'x', overrides_rule_id: '1' }, 422],
    [{ name: 'a', pattern: 'x', workload_id: WEB, overrides_rule_id: '999999' }, 422],
    [{ name: 'a', pattern: 'x', workload_id: WEB, overrides_rule_id: 'yaml-0123456789abcdef' }, 422],
  ])('that cannot be is refused: %j with %i', async (rule, status) => {
    const reply = await admin.post(RULES, rule);
    expect([reply.status, (reply.body?.error as { details?: unknown[] })?.details?.length]).toEqual([status, 1]);
  });

  test('whose pattern does not compile is refused with the place, when it is made and when it is changed', async () => {
    const refused = (path_: string, position: number) => ({
      status: 422,
      body: { error: { code: 'rule_pattern_invalid', details: [{ path: path_, position }] } },
    });
    expect(await admin.post(RULES, { name: 'a', pattern: 'ab(' })).toMatchObject(refused('pattern', 2));
    const bad = { name: 'a', pattern: 'x', exclude_pattern: 'x[' };
    expect(await admin.post(RULES, bad)).toMatchObject(refused('exclude_pattern', 1));
    const long = { name: 'a', pattern: 'x'.repeat(2_049) };
    expect(await admin.post(RULES, long)).toMatchObject({ status: 422 });
    const id = await made({ name: 'good', pattern: 'x' });
    const change = { exclude_pattern: '(?<=a)' };
    expect(await admin.send('PATCH', `${RULES}/${id}`, change)).toMatchObject(refused('exclude_pattern', 0));
    await admin.send('DELETE', `${RULES}/${id}`);
  });

  test('may have a name once in each scope, also beside rules that are written elsewhere', async () => {
    const id = await made({ name: 'twice', pattern: 'x' });
    expect(await admin.post(RULES, { name: 'twice', pattern: 'y' })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', details: [{ path: 'name' }] } },
    });
    expect((await admin.post(RULES, { name: 'written', pattern: 'y' })).status).toBe(409);
    expect((await admin.send('PATCH', `${RULES}/${id}`, { name: 'written' })).status).toBe(409);
    const own = await made({ name: 'written', pattern: 'y', workload_id: WEB });
    for (const one of [id, own]) await admin.send('DELETE', `${RULES}/${one}`);
  });
});

describe('a file that gets the name of a rule of the API', () => {
  const FILE_PATH = () => path.join(folder, 'tocsin.yaml');
  const errors = async () => itemsOf((await admin.get(`${RULES}/stats`)).body, 'last_compile_errors');

  test('leaves that rule in force alone, which can be changed, and is told with the place', async () => {
    const id = await made({ name: 'clash', pattern: 'x' });
    writeFileSync(FILE_PATH(), `${FILE}  - {name: clash, pattern: y}\n`);
    await expect.poll(errors).toMatchObject([{ rule_name: 'clash', origin: 'yaml', field: 'name' }]);
    expect(await effective(WEB)).toEqual({ rules: ['clash global', 'written global'], leftOut: ['clash broken'] });
    const reasons = JSON.stringify((await admin.get('/api/health')).body);
    expect(reasons).toContain('is written in the configuration file, and its name is that of the rule');
    expect((await admin.send('PATCH', `${RULES}/${id}`, { pattern: 'z' })).status).toBe(200);
    await admin.send('DELETE', `${RULES}/${id}`);
    expect([await errors(), (await effective(WEB)).leftOut]).toEqual([[], []]);
    expect((await admin.post(RULES, { name: 'clash', pattern: 'x' })).status).toBe(409);
    writeFileSync(FILE_PATH(), FILE);
    await expect.poll(async () => (await effective(WEB)).rules).toEqual(['written global']);
  });
});

describe('the rules of a workload', () => {
  test('are told with where they come from; overrides go with their rule', async () => {
    const a = await made({ name: 'a', pattern: 'x' });
    const b = await made({ name: 'b', pattern: 'x' });
    await made({ name: 'a here', pattern: 'y', workload_id: WEB, overrides_rule_id: a });
    await made({ name: 'b off', pattern: 'y', workload_id: WEB, overrides_rule_id: b, enabled: false });
    await made({ name: 'own', pattern: 'z', workload_id: WEB });
    expect(await effective(WEB)).toEqual({
      rules: ['a here override', 'written global', 'own workload'],
      leftOut: ['a replaced', 'b switched_off'],
    });
    expect((await effective(DB)).rules).toEqual(['a global', 'b global', 'written global']);
    await admin.send('DELETE', `${RULES}/${a}`);
    expect(await effective(WEB)).toEqual({
      rules: ['written global', 'own workload'],
      leftOut: ['b switched_off'],
    });
    const left = itemsOf((await admin.get(RULES)).body).map(({ name }) => name);
    expect(left).toEqual(['own', 'b off', 'b', 'written']);
    for (const { id, name } of itemsOf((await admin.get(RULES)).body))
      if (name !== 'written') await admin.send('DELETE', `${RULES}/${id}`);
  });

  test('hold what was changed as soon as the change is acknowledged, the later of two that come at once', async () => {
    const id = await made({ name: 'quick', pattern: 'x' });
    for (let round = 0; round < 10; round++) {
      const changes = ['info', 'error'].map((severity) => admin.send('PATCH', `${RULES}/${id}`, { severity }));
      await Promise.all(changes);
      const saved = (await admin.get(`${RULES}/${id}`)).body?.severity;
      const { body } = await admin.get(`/api/workloads/${WEB}/effective-rules`);
      const [quick] = itemsOf(body, 'rules').filter(({ name }) => name === 'quick');
      expect(quick).toMatchObject({ severity: saved });
    }
    await admin.send('DELETE', `${RULES}/${id}`);
    expect((await effective(WEB)).rules).toEqual(['written global']);
  });
});

describe('a rule that is written in the configuration file', () => {
  const written = async () => itemsOf((await admin.get(RULES)).body).filter(({ id }) => id.startsWith('yaml-'));

  test('is shown and tried, and can be changed there alone', async () => {
    const [rule] = await written();
    const at = `${RULES}/${rule?.id}`;
    expect((await admin.get(at)).body).toMatchObject({ origin: 'yaml', severity: 'critical', created_at: null });
    expect((await admin.post(`${at}/test`, { sample_line: 'disk full' })).body).toMatchObject({ matched: true });
    for (const method of ['PATCH', 'DELETE'] as const) {
      const reply = await admin.send(method, at, method === 'PATCH' ? { severity: 'info' } : undefined);
      expect(reply).toMatchObject({
        status: 409,
        body: { error: { message: expect.stringContaining('configuration') } },
      });
    }
    const override = await made({ name: 'x', pattern: 'y', workload_id: WEB, overrides_rule_id: rule?.id });
    expect((await effective(WEB)).rules).toEqual(['x override']);
    await admin.send('DELETE', `${RULES}/${override}`);
  });

  test('is another one within a second or two after the file has changed, and stays while the file is broken', async () => {
    const write = (text: string) => writeFileSync(path.join(folder, 'tocsin.yaml'), text);
    const names = async () => (await effective(WEB)).rules;
    const before = (await written())[0]?.id;
    write(`${FILE}  - {name: second, pattern: "("}\n`);
    await waitUntil(async () => (await written()).length === 2, { what: 'the second rule' });
    const [first, second] = [
      (await written()).find(({ name }) => name === 'written'),
      (await written()).find(({ name }) => name === 'second'),
    ];
    expect(first?.id).toBe(before);
    expect(second).toMatchObject({ compile_error: { field: 'pattern', position: 0 } });
    expect(await names()).toEqual(['written global']);
    const health = await admin.get('/api/health/watching');
    expect(health.text).toContain('The rule \\"second\\" is not in force');
    write('rules: [{}]');
    const isTold = async () =>
      (await admin.get('/api/health/watching')).text.includes('tocsin.yaml:1 rules: a rule needs');
    await waitUntil(isTold, { what: 'the fault of the file' });
    expect(await names()).toEqual(['written global']);
    const metrics = (await admin.get('/metrics')).text;
    expect(metrics).toContain('tocsin_rules_compile_errors 1');
    expect(metrics).toContain('tocsin_rules_provisioning_faults{origin="yaml"} 2');
    write(FILE);
    await waitUntil(async () => (await written()).length === 1, { what: 'the first state' });
    expect((await admin.get('/metrics')).text).toContain('tocsin_rules_compile_errors 0');
  });
});

describe('a list of rules', () => {
  test('has on demand the overrides of one rule alone, wherever that one is written', async () => {
    const a = await made({ name: 'a', pattern: 'x' });
    const written = itemsOf((await admin.get(RULES)).body).find(({ name }) => name === 'written')?.id;
    for (const [name, overridden] of [
      ['a here', a],
      ['written here', written],
    ])
      await made({ name, pattern: 'y', workload_id: WEB, overrides_rule_id: overridden });
    const overridesOf = async (id: unknown) =>
      itemsOf((await admin.get(`${RULES}?overrides_rule_id=${id}`)).body).map(({ name }) => name);
    expect([await overridesOf(a), await overridesOf(written)]).toEqual([['a here'], ['written here']]);
    expect((await admin.get(`${RULES}?overrides_rule_id=none`)).status).toBe(400);
    for (const { id, name } of itemsOf((await admin.get(RULES)).body))
      if (name !== 'written') await admin.send('DELETE', `${RULES}/${id}`);
  });

  test('comes page by page, those of the API first, each rule once', async () => {
    for (let i = 0; i < 4; i++) await made({ name: `r${i}`, pattern: 'x' });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await admin.get(`${RULES}?limit=2${cursor}`);
      seen.push(...itemsOf(body).map(({ name }) => name));
      expect(itemsOf(body).length).toBeLessThanOrEqual(2);
      if (body?.next_cursor === null) break;
      cursor = `&cursor=${body?.next_cursor}`;
    }
    expect(seen).toEqual(['r3', 'r2', 'r1', 'r0', 'written']);
    expect((await admin.get(`${RULES}?cursor=dXNlcnM6Mw`)).status).toBe(400);
    expect((await admin.get(`${RULES}?cursor=${Buffer.from('written:drop').toString('base64url')}`)).status).toBe(400);
    for (const { id, name } of itemsOf((await admin.get(RULES)).body))
      if (name !== 'written') await admin.send('DELETE', `${RULES}/${id}`);
  });
});

describe('a rule that is tried', () => {
  const tried = (body: object) => admin.post(`${RULES}/test`, body);

  test('says where it matches and what its groups hold', async () => {
    const line = 'Out of memory: Killed process 17 (java)';
    expect((await tried({ pattern: 'process (?P<pid>\\d+) \\((.*)\\)', sample_line: line })).body).toEqual({
      matched: true,
      captures: { pid: '17', $2: 'java' },
      excluded: false,
      match_start: 22,
      match_end: 39,
      field_value: null,
    });
    const strange = await tried({ pattern: '(?P<__proto__>a)(?P<constructor>b)', sample_line: 'ab' });
    expect(Object.entries(strange.body?.captures ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    const nothing = {
      matched: false,
      captures: {},
      excluded: false,
      match_start: null,
      match_end: null,
      field_value: null,
    };
    expect((await tried({ pattern: 'x', sample_line: 'y\r\n' })).body).toEqual(nothing);
  });

  test('is tried on the value of a field, which is told with the place in it', async () => {
    const rule = { pattern: 'lost (\\w+)', field: 'err.message' };
    const lines = ['{"err":{"message":"it lost \\u0041"}}', 'lost B', 'err.message=none'];
    const { body } = await tried({ ...rule, sample_lines: lines });
    expect(body?.results).toMatchObject([
      { matched: true, captures: { $1: 'A' }, match_start: 3, match_end: 9, field_value: 'it lost A' },
      { matched: false, match_start: null, field_value: null },
      { matched: false, field_value: 'none' },
    ]);
    const id = await made({ name: 'by field', ...rule });
    const saved = await admin.post(`${RULES}/${id}/test`, { sample_lines: lines });
    expect(saved.body).toEqual(body);
    expect((await admin.send('DELETE', `${RULES}/${id}`)).status).toBe(204);
  });

  test('answers for lines of a trace as they are joined, or as they are', async () => {
    const rule = { pattern: '^ERROR(?s:.*)refused' };
    const trace = ['ERROR', '\tat take', 'Caused by: refused'];
    const lines = ['before', ...trace, 'behind'];
    const joined = await tried({ ...rule, sample_lines: lines, join_lines: true });
    expect(joined.body).toMatchObject({
      results: [{ matched: false }, { matched: true, match_start: 0 }, { matched: false }],
      lines: ['before', trace.join('\n'), 'behind'],
    });
    const apart = (await tried({ ...rule, sample_lines: lines })).body;
    expect([apart?.results, apart?.lines]).toEqual([
      Array(5).fill(expect.objectContaining({ matched: false })),
      undefined,
    ]);
    expect((await tried({ ...rule, sample_line: trace.join('\n') })).body).toMatchObject({ matched: true });
  });

  test('answers for several lines, and tells what is excluded', async () => {
    const { body } = await tried({ pattern: 'e', exclude_pattern: 'x', sample_lines: ['e', 'ex', ''] });
    expect(body?.results).toMatchObject([
      { matched: true, excluded: false },
      { matched: true, excluded: true, match_start: 0 },
      { matched: false, excluded: false },
    ]);
    expect((await tried({ pattern: 'e', sample_lines: [] })).body).toEqual({ results: [] });
  });

  test.each([
    [{ pattern: 'x' }, 400],
    [{ pattern: 'x', sample_line: 'a', sample_lines: ['b'] }, 400],
    [{ pattern: 'x', sample_lines: Array(1_001).fill('a') }, 400],
    [{ pattern: 'x', sample_lines: Array(5).fill('a'.repeat(60_000)) }, 400],
    [{ pattern: '(', sample_line: 'a' }, 422],
    [{ pattern: '', sample_line: 'a' }, 422],
    [{ pattern: 'a', exclude_pattern: '', sample_line: 'a' }, 422],
    [{ pattern: 'a', field: ' b', sample_line: 'a' }, 422],
  ])('refuses what it cannot try: %#', async (body, status) => {
    expect((await tried(body)).status).toBe(status);
  });
});

describe('a mute', () => {
  const MUTES = '/api/mutes';
  const later = new Date(Date.now() + 3_600_000).toISOString();

  test('is made, shown and ended, and stays as history', async () => {
    const id = await made({ name: 'noisy', pattern: 'x' });
    const reply = await admin.post(MUTES, { rule_id: id, workload_id: WEB, until: later, reason: 'deploy' });
    expect(reply).toMatchObject({
      status: 201,
      body: { rule_id: id, workload_id: WEB, until: later, reason: 'deploy', ended_at: null, created_by: 'admin' },
    });
    expect(itemsOf((await admin.get(`${MUTES}?open=true`)).body)).toEqual([reply.body]);
    const at = `${MUTES}/${reply.body?.id}`;
    expect((await admin.send('DELETE', at)).status).toBe(204);
    const ended = await admin.get(at);
    expect(ended.body).toMatchObject({ until: later, ended_at: expect.any(String) });
    expect((await admin.send('DELETE', at)).status).toBe(204);
    expect((await admin.get(at)).body).toEqual(ended.body);
    expect(itemsOf((await admin.get(MUTES)).body)).toEqual([ended.body]);
    expect(itemsOf((await admin.get(`${MUTES}?open=true`)).body)).toEqual([]);
    const audit = itemsOf((await admin.get('/api/audit?limit=2')).body);
    expect(audit).toMatchObject([
      { action: 'mute_ended', subject: `noisy in workload ${WEB}` },
      { action: 'mute_created', subject: `noisy in workload ${WEB}` },
    ]);
    expect((await admin.send('DELETE', `${MUTES}/999999`)).status).toBe(404);
    await admin.send('DELETE', `${RULES}/${id}`);
  });

  test.each([
    [{ until: later }, 422],
    [{ rule_id: '999999', until: later }, 422],
    [{ workload_id: WEB, until: '2020-01-01T00:00:00Z' }, 422],
    [{ workload_id: WEB, from: '2999-01-01T00:00:00Z', until: later }, 422],
    [{ workload_id: WEB }, 400],
    [{ workload_id: WEB, until: 'tomorrow' }, 400],
    [{ workload_id: WEB, until: '9999-12-31T23:59:59-23:59' }, 400],
    [{ workload_id: WEB, until: later, from: '0000-01-01T00:00:00+00:01' }, 400],
    [{ workload_id: WEB, until: later, reason: 'x'.repeat(501) }, 400],
  ])('that cannot be is refused: %j with %i', async (mute, status) => {
    expect((await admin.post(MUTES, mute)).status).toBe(status);
  });
});
