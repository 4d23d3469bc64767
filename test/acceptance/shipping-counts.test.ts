// What becomes of each line, counted by the process itself, against receivers of every provider that do to it whatever receivers do.
import { expect, test } from 'vitest';
import { startDatadogIntake } from '../support/intake/datadog-intake.ts';
import { startElasticsearchNode } from '../support/intake/elasticsearch-node.ts';
import { keptMs, type ShippingCounts, serveShipping } from '../support/shipping-server.ts';
import { readSyslog } from '../support/syslog/syslog-reading.ts';
import { startSyslogServer } from '../support/syslog/syslog-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const PROVIDERS = ['datadog', 'elasticsearch', 'papertrail'] as const;
type Provider = (typeof PROVIDERS)[number];
const [BATCH, ATTEMPTS, BUFFER] = [10, 3, 20];
const SLOWLY = { status: 429, headers: { 'retry-after': '1' } } as const;

/** What a step adds. What is not named does not change. */
interface Change extends Partial<Pick<ShippingCounts, 'sent' | 'retries'>> {
  readonly dropped?: Partial<ShippingCounts['dropped']>;
}

async function scene() {
  const [datadog, elastic] = [await startDatadogIntake(KEY), await startElasticsearchNode()];
  let syslogIs: 'reading' | 'resetting' | 'shut' = 'reading';
  const syslog = await startSyslogServer({
    greet: (socket, read) => (syslogIs === 'shut' ? socket.destroy() : read()),
    heard: (socket) => syslogIs === 'resetting' && socket.resetAndDestroy(),
  });
  // A batch goes when it is full and at no other time, so that every step is one batch.
  const batches = ['DATADOG', 'ELASTICSEARCH', 'PAPERTRAIL'].map((name) => ({
    [`TOCSIN_${name}_BATCH_SIZE`]: String(BATCH),
    [`TOCSIN_${name}_FLUSH_INTERVAL_SECONDS`]: '300',
  }));
  const serving = await serveShipping({
    ...Object.assign({}, ...batches),
    ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: PROVIDERS.join(','), TOCSIN_EXTERNAL_LOGGING_BUFFER_SIZE: String(BUFFER) },
    ...{ TOCSIN_EXTERNAL_LOGGING_ATTEMPTS: String(ATTEMPTS), TOCSIN_DATADOG_API_KEY: KEY },
    ...{ TOCSIN_DATADOG_URL: datadog.intake.url, TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url },
    ...{ TOCSIN_PAPERTRAIL_HOST: '127.0.0.1', TOCSIN_PAPERTRAIL_PORT: String(syslog.port) },
    TOCSIN_PAPERTRAIL_TRANSPORT: 'tcp',
  });
  const all = async () => {
    const [first, second, third] = await Promise.all(PROVIDERS.map(serving.counts));
    return { datadog: first, elasticsearch: second, papertrail: third } as Record<Provider, ShippingCounts>;
  };
  const settled = async (waiting = 0): Promise<Record<Provider, ShippingCounts>> => {
    let now = await all();
    const isSettled = async () => {
      now = await all();
      return PROVIDERS.every((one) => now[one].depth <= waiting);
    };
    await waitUntil(isSettled, { what: () => `nothing waits: ${JSON.stringify(now)}`, limitMs: 40_000, everyMs: 100 });
    return now;
  };
  return {
    ...{ ...serving, datadog, elastic, syslog, all, settled },
    syslogBecomes: (now: typeof syslogIs) => {
      syslogIs = now;
    },
  };
}

const changed = (before: ShippingCounts, after: ShippingCounts, change: Change): ShippingCounts => ({
  lines: before.lines + BATCH,
  sent: before.sent + (change.sent ?? 0),
  retries: before.retries + (change.retries ?? 0),
  depth: 0,
  dropped: Object.fromEntries(
    Object.entries(before.dropped).map(([reason, count]) => [
      reason,
      count + (new Map(Object.entries(change.dropped ?? {})).get(reason) ?? 0),
    ]),
  ) as ShippingCounts['dropped'],
  // It moves exactly when something was taken.
  lastSuccess: change.sent === undefined ? before.lastSuccess : Math.max(after.lastSuccess, before.lastSuccess + 0.001),
});

test('each line is counted as sent or as dropped for its reason, whatever receivers do, and the end comes in time', {
  timeout: 180_000,
}, async () => {
  const { datadog, elastic, syslog, syslogBecomes, ask, all, settled, server, shippable, told } = await scene();
  await server.line((line) => line.includes('"scheduler_lock_acquired"'));
  await ask(BATCH - ((await all()).datadog.lines % BATCH));
  let before = await settled();
  const step = async (changes: Readonly<Record<Provider, Change>>): Promise<void> => {
    await ask(BATCH);
    const after = await settled();
    for (const one of PROVIDERS)
      expect([one, after[one]]).toEqual([one, changed(before[one], after[one], changes[one])]);
    before = after;
  };

  datadog.intake.script({ status: 503 }, SLOWLY, 'takes');
  elastic.intake.script(
    elastic.but((place) => [429, 400][place % 5]),
    'takes',
  );
  await step({
    datadog: { sent: 10, retries: 2 },
    elasticsearch: { sent: 6 + 2, retries: 1, dropped: { refused: 2 } },
    papertrail: { sent: 10 },
  });

  // On a connection that has proved itself what the system took counts as sent; the next one goes over a new one.
  datadog.intake.script({ status: 413 }, 'takes');
  elastic.intake.script({ status: 503 }, SLOWLY, 'takes');
  syslogBecomes('resetting');
  await step({ datadog: { sent: 10 }, elasticsearch: { sent: 10, retries: 2 }, papertrail: { sent: 10 } });

  datadog.intake.script({ status: 403 });
  elastic.intake.script({ status: 401 });
  await step({
    datadog: { dropped: { refused: 10 } },
    elasticsearch: { dropped: { refused: 10 } },
    papertrail: { retries: 2, dropped: { given_up: 10 } },
  });

  datadog.intake.script({ status: 413 });
  elastic.intake.script({ status: 413 });
  syslogBecomes('shut');
  await step({
    datadog: { dropped: { too_large: 10 } },
    elasticsearch: { dropped: { too_large: 10 } },
    papertrail: { retries: 2, dropped: { given_up: 10 } },
  });

  datadog.intake.script({ status: 503 });
  elastic.intake.script(elastic.but(() => 429));
  syslogBecomes('reading');
  await step({
    datadog: { retries: 2, dropped: { given_up: 10 } },
    elasticsearch: { retries: 2, dropped: { given_up: 10 } },
    papertrail: { sent: 10 },
  });

  datadog.intake.script('reset', 'reset', 'takes');
  elastic.intake.script('torn', 'reset', 'takes');
  await step({
    datadog: { sent: 10, retries: 2 },
    elasticsearch: { sent: 10, retries: 2 },
    papertrail: { sent: 10 },
  });

  datadog.intake.script('silence');
  elastic.intake.script('silence');
  await ask(5 * BATCH);
  const held = await settled(BATCH + BUFFER);
  for (const one of ['datadog', 'elasticsearch'] as const)
    expect([held[one].depth, held[one].dropped.buffer_full]).toEqual([30, 20]);
  expect([held.papertrail.depth, held.papertrail.dropped.buffer_full]).toEqual([0, 0]);
  // What receivers have is what is counted as sent.
  expect(datadog.entries.length).toBe(held.datadog.sent);
  expect(elastic.documents.size).toBe(held.elasticsearch.sent);
  expect([datadog.intake.faults, elastic.intake.faults]).toEqual([[], []]);

  await server.kill('SIGTERM');
  // Five seconds, and what a busy machine adds.
  expect(keptMs(server.lines, 'tocsin_stopped')).toBeLessThan(6_500);
  expect(await server.code).toBe(0);
  const lost = (provider: Provider): number =>
    told('external_log_lines_dropped', provider).reduce((sum, { lines = 0 }) => sum + lines, 0);
  const written = shippable().length;
  expect(datadog.entries.length + lost('datadog')).toBe(written);
  expect(elastic.documents.size + lost('elasticsearch')).toBe(written);
  const arrived = new Set(syslog.messages().map((message) => readSyslog(message).text));
  // Of a batch that was given up some may have been read.
  expect(arrived.size).toBeGreaterThanOrEqual(written - lost('papertrail'));
  for (const one of PROVIDERS) {
    const times = told('external_log_lines_dropped', one).map(({ timestamp }) => Date.parse(timestamp));
    // The last one is of the end.
    const waits = times.slice(1, -1).map((at, n) => at - (times[n] ?? 0));
    expect(waits.filter((ms) => ms < 60_000)).toEqual([]);
  }
});
