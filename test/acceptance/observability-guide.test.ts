// docs/guide/observability.md: each command, query and statement in it is run here, against a server as an operator has it, and what it names is there.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { metricsReference } from '../../src/telemetry/metrics-reference.ts';
import { postgresDatabases, sqliteDatabase, type TestDatabase } from '../support/databases.ts';
import { guideBlocks } from '../support/guide-blocks.ts';
import { KIT, type ObservedServer, observedServer, prometheusFor } from '../support/observed-server.ts';
import { POSTGRES } from '../support/postgres-server.ts';
import type { PrometheusServer } from '../support/prometheus.ts';
import { queryFaults } from '../support/promql.ts';
import { promtool } from '../support/promtool.ts';
import { describeWith } from '../support/requirement.ts';
import { PSQL, SQLITE3, shellTools } from '../support/shell-tools.ts';
import { waitUntil } from '../support/wait-until.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const GUIDE = path.join(ROOT, 'docs/guide');
const PAGE = readFileSync(path.join(GUIDE, 'observability.md'), 'utf8');
const BLOCKS = guideBlocks(PAGE);
const ofKind = (kind: string) => BLOCKS.filter((block) => block.kind === kind);

/** Commands that stand in sentences. */
const IN_SENTENCES = {
  health: 'tocsin health',
  config: 'tocsin config',
  sqlite: 'sqlite3 -readonly data/tocsin.db',
  postgres: 'psql "$TOCSIN_DATABASE_URL"',
} as const;

let server: ObservedServer;
beforeAll(async () => {
  server = await observedServer();
});
afterAll(() => server.stop());

test('no block is of a kind that nothing here runs', () => {
  expect(BLOCKS.length).toBeGreaterThan(15);
  expect(new Set(BLOCKS.map(({ kind }) => kind))).toEqual(
    new Set(['sh', 'json', 'promql', 'sql sqlite', 'sql postgres']),
  );
});

test('no command stands in a sentence that nothing here runs', () => {
  const prose = PAGE.replace(/^```.*?^```$/gms, '');
  const words = [...prose.matchAll(/`((?:sqlite3|psql|tocsin|npm|node|curl|jq|docker|kubectl|promtool) [^`]+)`/g)];
  expect(new Set(words.map(([, command]) => command))).toEqual(new Set(Object.values(IN_SENTENCES)));
});

test('the example is a line as the server writes it', () => {
  const [example] = ofKind('json');
  const lines: readonly object[] = readFileSync(path.join(server.folder, 'tocsin.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const written = lines.find((line) => 'event' in line && line.event === 'http_request');
  // Whose request it is stands there where somebody has logged in.
  const names = (line: object) => Object.keys(line).filter((name) => name !== 'user_id');
  expect(names(JSON.parse(example?.text ?? ''))).toEqual(names(written ?? {}));
});

test('every metric that it names is shown, and metrics.md is the page that the server gives (npm run docs:metrics)', async () => {
  const shown = await (await fetch(`${server.url}/metrics`)).text();
  const inCommands = ofKind('sh').map(({ text }) => text);
  const prose = inCommands.reduce((page, text) => page.replace(text, ''), PAGE);
  const named = prose.match(/\b(?:tocsin|process|nodejs)_[a-z0-9_]+\b/g) ?? [];
  const metrics = [...new Set(named)];
  expect(metrics.length).toBeGreaterThan(15);
  for (const name of metrics) expect(shown).toMatch(new RegExp(`^${name}(?:_bucket|\\{| )`, 'm'));
  expect(readFileSync(path.join(GUIDE, 'metrics.md'), 'utf8')).toBe(metricsReference(shown));
});

test('it has a row for every alert', () => {
  const rules: { groups: { rules: { alert: string }[] }[] } = parse(
    readFileSync(path.join(KIT, 'prometheus/tocsin.rules.yml'), 'utf8'),
  );
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| `Tocsin'));
  const told = rows.flatMap((row) => [...row.matchAll(/`(Tocsin\w+)`/g)].map(([, name]) => name));
  expect(told.sort()).toEqual(rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert)).sort());
});

test('it says of each place that the log is shipped to what it needs, in settings that there are', () => {
  const rows = PAGE.split('\n').filter((line) => /^\| `(datadog|papertrail|elasticsearch)` \|/.test(line));
  expect(rows).toHaveLength(3);
  const settings = new Set(readFileSync(path.join(GUIDE, 'configuration.md'), 'utf8').match(/\bTOCSIN_[A-Z_]+\b/g));
  const named = PAGE.match(/\bTOCSIN_[A-Z_]+\b/g) ?? [];
  expect(named.filter((name) => !settings.has(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(10);
});

describeWith(shellTools, 'the commands', () => {
  test.each(ofKind('sh').map(({ line, text }) => [line, text] as const))(
    'in line %i does as it stands there',
    async (_, text) => {
      expect(await shownBy(text)).not.toMatch(/^null$|"error":|parse error/m);
    },
  );

  test('in which something fails, or that asks for what is not there, do not pass', async () => {
    await expect(shownBy('false | cat\necho on\n')).rejects.toThrow('ended with 1');
    expect(await shownBy('curl -s 127.0.0.1:8080/api/health/watching | jq .checks\n')).toMatch(/^null$/m);
  });

  test('may be silent for a reason that holds for one block each', () => {
    for (const [block] of MAY_BE_SILENT) expect(ofKind('sh').filter(({ text }) => block.test(text))).toHaveLength(1);
  });
});

/** Blocks that may show nothing here, each with the reason. All others must show something. */
const MAY_BE_SILENT: readonly (readonly [block: RegExp, why: string])[] = [
  [/-X DELETE/, 'it changes something'],
  [/"critical"/, 'nothing has gone wrong yet'],
  [/source=system/, 'an outage is told after a minute'],
];

/** A line of the log may come a moment after the answer that it is about. */
async function shownBy(text: string): Promise<string> {
  const command = text.replaceAll('127.0.0.1:8080', new URL(server.url).host);
  let output = '';
  const shows = async (): Promise<boolean> => {
    const ended = await runShell(command);
    if (ended.code !== 0) throw new Error(`${text}ended with ${ended.code}: ${ended.output}`);
    output = ended.output;
    return output !== '' || MAY_BE_SILENT.some(([block]) => block.test(text));
  };
  await waitUntil(shows, { what: `${text}shows something`, everyMs: 200 });
  return output;
}

describeWith(shellTools, 'the commands in sentences', () => {
  const tocsin = (command: string) =>
    runShell(`tocsin() { "${process.execPath}" "${ROOT}/bin/tocsin.mjs" "$@"; }\n${command}`, {
      ...{ ...server.environment, TOCSIN_PORT: new URL(server.url).port },
    });

  test('say whether the server is well', async () => {
    const said = expect.stringMatching(/^degraded: Tocsin .*The engine nas is out of reach/);
    expect(await tocsin(IN_SENTENCES.health)).toEqual({ code: 0, output: said });
  });

  test('say what is in force, and where it comes from', async () => {
    const { code, output } = await tocsin(IN_SENTENCES.config);
    expect(code).toBe(0);
    for (const name of ['TOCSIN_LOG_LEVEL', 'TOCSIN_LOG_SAMPLE', 'TOCSIN_LOG_QUIET_ENDPOINTS'])
      expect(output).toMatch(new RegExp(`^${name} +\\S+ +default$`, 'm'));
    expect(output).toMatch(
      /^TOCSIN_EXTERNAL_LOGGING_PROVIDER +datadog +environment TOCSIN_EXTERNAL_LOGGING_PROVIDER$/m,
    );
  });
});

describeWith(promtool, 'the queries', () => {
  let prometheus: PrometheusServer;
  beforeAll(async () => {
    prometheus = await prometheusFor(server);
  });
  afterAll(() => prometheus.stop());

  test.each(ofKind('promql').flatMap(({ text }) => text.trimEnd().split('\n')))('%s', async (query) => {
    // A selector by names alone asks for no metric by its own name.
    if (query.includes('__name__')) expect((await prometheus.query(query)).length).toBeGreaterThan(0);
    else expect(await queryFaults(prometheus, query)).toEqual([]);
  });
});

async function showsRow(database: TestDatabase, kind: string): Promise<void> {
  const store = await database.open();
  const claim = { name: 'me', pid: 17, hostname: 'here', heartbeatTimeout: 30 };
  await store.lease.tryAcquire(claim);
  const [block] = ofKind(kind);
  const [row] = await database.run(block?.text ?? '');
  expect(row).toMatchObject({ name: 'me', hostname: 'here', heartbeat_timeout: 30 });
  expect(Math.abs(Number(row?.silent_seconds))).toBeLessThan(60);
}

describe('the statement for SQLite', () => {
  test('shows who holds the lock, and for how long it was silent', () => showsRow(sqliteDatabase(), 'sql sqlite'));
});

describeWith(POSTGRES, 'the statement for PostgreSQL', () => {
  const create = postgresDatabases();
  test('shows who holds the lock, and for how long it was silent', async () =>
    showsRow(await create(), 'sql postgres'));
});

/** What is shown of row 1 where the statement is given to this command, cell by cell. */
async function rowShownBy(command: string, kind: string, environment: Environment = {}): Promise<readonly string[]> {
  const [block] = ofKind(kind);
  const { code, output } = await runShell(`${command} <<'END'\n${block?.text}END\n`, environment);
  expect([code, output]).toEqual([0, expect.stringContaining('|')]);
  const rows = output.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.find(([id]) => id === '1') ?? [];
}

describeWith(SQLITE3, 'the statement for SQLite, in the program that the guide names', () => {
  test('shows who holds the lock of a running server, and for how long it was silent', async () => {
    const holder = async () => rowShownBy(IN_SENTENCES.sqlite, 'sql sqlite');
    await waitUntil(async () => (await holder())[1] !== '', { what: 'the lock is held' });
    const [, name, pid, , fencing, , silentSeconds] = await holder();
    expect([name, pid, fencing, silentSeconds]).toEqual([
      ...[expect.stringMatching(/./), expect.stringMatching(/^\d+$/), '1'],
      expect.stringMatching(/^-?\d+\.\d+$/),
    ]);
    expect(Math.abs(Number(silentSeconds))).toBeLessThan(60);
  });
});

describeWith(POSTGRES, 'the statement for PostgreSQL, on a server of it', () => {
  const create = postgresDatabases();
  describeWith(PSQL, 'in the program that the guide names', () => {
    test('shows who holds the lock, and for how long it was silent', async () => {
      const database = await create();
      const store = await database.open();
      await store.lease.tryAcquire({ name: 'me', pid: 17, hostname: 'here', heartbeatTimeout: 30 });
      const url = { TOCSIN_DATABASE_URL: database.databaseUrl ?? '' };
      const row = await rowShownBy(IN_SENTENCES.postgres, 'sql postgres', url);
      expect(row).toEqual(['1', 'me', '17', 'here', '1', '30', expect.stringMatching(/^-?\d+\.\d+$/)]);
      expect(Math.abs(Number(row[6]))).toBeLessThan(60);
    });
  });
});

type Environment = Readonly<Record<string, string>>;

function runShell(text: string, environment: Environment = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: server.folder,
    env: { ...process.env, TOKEN: server.token, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
