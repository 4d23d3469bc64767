import { describe, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { type ChildProcess, startProcess } from '../support/child-process.ts';
import { startDatadogIntake } from '../support/intake/datadog-intake.ts';
import { startElasticsearchNode } from '../support/intake/elasticsearch-node.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { keptMs } from '../support/shipping-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = '0123456789abcdef0123456789abcdef';

async function serve(settings: Readonly<Record<string, string>>) {
  const server = await startProcess('src/main.ts', ['serve'], {
    ...{
      TOCSIN_DATA_DIR: temporaryDirectory(),
      TOCSIN_PORT: '0',
      TOCSIN_DOCKER_HOST: 'none',
      TOCSIN_LOG_FORMAT: 'json',
    },
    ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_METRICS_PUBLIC: 'true', TOCSIN_LOG_LEVEL: 'debug' },
    ...{ TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_DATADOG_FLUSH_INTERVAL_SECONDS: '1' },
    ...{ TOCSIN_ELASTICSEARCH_FLUSH_INTERVAL_SECONDS: '1', ...settings },
  });
  const ready = await server.line((text) => text.includes('"service_initialized"'));
  const client = new ApiClient(String(JSON.parse(ready).url));
  const ask = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await client.get(`/api/nothing-${n}`);
  };
  /** The sum of all series of a destination. */
  const metric = async (name: string, destination: string): Promise<number> => {
    const { text } = await client.get('/metrics');
    const of = text.split('\n').filter((line) => line.startsWith(`tocsin_external_log_${name}{`));
    const its = of.filter((line) => line.includes(`destination="${destination}"`));
    expect(its.length).toBeGreaterThan(0);
    return its.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  };
  return { server, ask, metric };
}

/** What was to be shipped, as it was written: all but what is told of shipping. */
const shippable = ({ lines }: ChildProcess) => lines.filter((line) => JSON.parse(line).logger_name !== 'external_log');

/** What is told of lines that are lost. */
const losses = ({ lines }: ChildProcess): readonly Readonly<Record<string, unknown>>[] =>
  lines.filter((line) => line.includes('"external_log_lines_dropped"')).map((line) => JSON.parse(line));

describe('the log of a server', () => {
  test('arrives whole at each of its destinations, once, over everything that they answer, and its last line with it', async () => {
    const datadog = await startDatadogIntake(KEY);
    const elastic = await startElasticsearchNode();
    const busy = { status: 429, headers: { 'retry-after': '1' } };
    // On a busy machine the first batch may be of one line, and that would be too large for ever.
    let isHalved = false;
    const halving = datadog.but(({ length }) => {
      if (isHalved || length === 1) return undefined;
      isHalved = true;
      return { status: 413 };
    });
    datadog.intake.script({ status: 503 }, { status: 503 }, busy, 'reset', halving);
    elastic.intake.script(
      elastic.but((place) => (place % 3 === 0 ? 429 : undefined)),
      'torn',
      { status: 502 },
      'takes',
    );
    const { server, ask, metric } = await serve({
      ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog,elasticsearch', TOCSIN_DATADOG_API_KEY: KEY },
      ...{ TOCSIN_DATADOG_URL: datadog.intake.url, TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url },
    });
    await ask(60);
    await waitUntil(async () => (await metric('sent_total', 'datadog')) > 60 && elastic.documents.size > 60, {
      what: 'lines arrive',
    });
    await server.kill('SIGTERM');
    const lines = shippable(server);
    expect(lines.at(-1)).toContain('"tocsin_stopped"');
    expect([isHalved, losses(server)]).toEqual([true, []]);
    expect(datadog.entries.map(({ message }) => message)).toEqual(lines);
    const documents = [...elastic.documents.values()].map(({ message }) => message);
    expect(documents.toSorted()).toEqual(lines.toSorted());
    expect([datadog.intake.faults, elastic.intake.faults]).toEqual([[], []]);
    const [first, second] = [datadog.intake.requests[2], datadog.intake.requests[3]];
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(990);
    const told = server.lines.filter((line) => line.includes('"external_log_batch_sent"'));
    expect(told.length).toBeGreaterThan(2);
    expect(told.every((line) => JSON.parse(line).level === 'debug')).toBe(true);
  });

  test('adds up where lines are refused: each arrived, or is told to be lost', async () => {
    const elastic = await startElasticsearchNode();
    elastic.intake.script(elastic.but((place) => (place % 2 === 0 ? 400 : undefined)));
    const { server, ask, metric } = await serve({
      ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'elasticsearch', TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url },
    });
    await ask(30);
    // Refused in several batches: those of one kind are one warning, and all of them are told.
    await waitUntil(async () => (await metric('dropped_total', 'elasticsearch')) > 10, { what: 'lines are refused' });
    await ask(30);
    await server.kill('SIGTERM');
    const written = shippable(server).length;
    const told = losses(server);
    const lost = told.reduce((sum, { lines }) => sum + Number(lines), 0);
    expect(told.flatMap(({ reasons }) => reasons)).toContain('refused');
    expect([elastic.documents.size > 10, elastic.documents.size + lost]).toEqual([true, written]);
    expect(told.filter(({ level }) => level === 'warning').length).toBe(1);
  });
});

describe('a destination that is silent', () => {
  test('delays neither the start nor requests, and the end by no more than five seconds', async () => {
    const datadog = await startDatadogIntake(KEY);
    datadog.intake.script('silence');
    const { server, ask, metric } = await serve({
      ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog', TOCSIN_DATADOG_API_KEY: KEY },
      ...{ TOCSIN_DATADOG_URL: datadog.intake.url, TOCSIN_EXTERNAL_LOGGING_BUFFER_SIZE: '50' },
    });
    await waitUntil(() => datadog.intake.requests.length > 0, { what: 'the first attempt' });
    const begun = performance.now();
    await ask(100);
    // Far from the fifteen seconds that an attempt waits for its answer.
    expect(performance.now() - begun).toBeLessThan(10_000);
    const before = await metric('lines_total', 'datadog');
    const known = (await metric('dropped_total', 'datadog')) + (await metric('queue_depth', 'datadog'));
    expect(await metric('sent_total', 'datadog')).toBe(0);
    // Reading the metrics is a request, and a line, too.
    expect([known >= before, known <= before + 6, (await metric('queue_depth', 'datadog')) <= 60]).toEqual([
      true,
      true,
      true,
    ]);
    await server.kill('SIGTERM');
    // Five seconds, and what a busy machine adds.
    expect(keptMs(server.lines, 'tocsin_stopped')).toBeLessThan(6_500);
    expect(await server.code).toBe(0);
    const lost = losses(server).reduce((sum, { lines }) => sum + Number(lines), 0);
    expect(lost).toBe(shippable(server).length);
  });
});
