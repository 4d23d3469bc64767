import { expect, test } from 'vitest';
import { startDatadogIntake } from '../support/intake/datadog-intake.ts';
import { serveWithDns, startDns } from '../support/own-dns.ts';
import { describeWith } from '../support/requirement.ts';
import { SMALL_DISK } from '../support/small-disk.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = '0123456789abcdef0123456789abcdef';

describeWith(SMALL_DISK, 'the name of a destination', () => {
  test('of which DNS says nothing is tried again, and no line is lost; one that it does not know is refused, and told once', async () => {
    const { intake, entries } = await startDatadogIntake(KEY);
    const dns = await startDns('127.0.0.154', 'server failure');
    const server = await serveWithDns(dns, {
      ...{ TOCSIN_DATA_DIR: temporaryDirectory(), TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none' },
      ...{ TOCSIN_LOG_FORMAT: 'json', TOCSIN_LOG_LEVEL: 'debug', TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true' },
      ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog', TOCSIN_DATADOG_API_KEY: KEY },
      ...{ TOCSIN_DATADOG_URL: `http://logs.test:${intake.port}`, TOCSIN_DATADOG_FLUSH_INTERVAL_SECONDS: '1' },
      // A lookup that fails may take its time: the name is known long before the last attempt.
      TOCSIN_EXTERNAL_LOGGING_ATTEMPTS: '50',
    });
    const ready = await server.line((line) => line.includes('"service_initialized"'));
    const retried = await server.line((line) => line.includes('"external_log_retried"'));
    expect(JSON.parse(retried).reason).toContain('logs.test cannot be looked up now');
    dns.answers({ address: '127.0.0.1' });
    const written = () => server.lines.filter((line) => JSON.parse(line).logger_name !== 'external_log');
    await waitUntil(() => entries.length === written().length, { what: 'every line arrives', limitMs: 40_000 });
    expect(server.lines.filter((line) => line.includes('"external_log_lines_dropped"'))).toEqual([]);

    dns.answers('no such name');
    const arrived = entries.length;
    for (const lost of [1, 2, 3]) {
      await fetch(`${JSON.parse(ready).url}/api/nothing`);
      await waitUntil(async () => (await metric(JSON.parse(ready).url)) >= lost, { what: `${lost} are refused` });
    }
    await server.kill('SIGTERM');
    const told = server.lines
      .filter((line) => line.includes('"external_log_lines_dropped"'))
      .map((one) => JSON.parse(one));
    expect(told[0]).toMatchObject({
      reasons: ['refused'],
      last_failure: expect.stringContaining('logs.test is not known'),
    });
    expect(told.filter(({ level }) => level === 'warning').length).toBe(1);
    expect(told.reduce((sum, { lines }) => sum + lines, 0)).toBe(written().length - arrived);
    expect(entries.length).toBe(arrived);
  });
});

/** Lines that were dropped because they were refused. */
async function metric(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const name = 'tocsin_external_log_dropped_total{destination="datadog",reason="refused"} ';
  return Number(text.split(name)[1]?.split('\n')[0]);
}
