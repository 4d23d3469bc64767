import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { codeIn } from '../../test/support/code-files.ts';
import { isTocsinError } from '../core/errors.ts';
import { loadConfig } from './load.ts';
import { shownOrigin } from './shown.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

function load(env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) {
  return loadConfig({ env, folder: folderWith(files) });
}

/** All faults as `place: message`. */
function faultsOf(
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): readonly string[] {
  try {
    load(env, files);
    return [];
  } catch (error) {
    if (!isTocsinError(error, 'config_invalid')) throw error;
    return error.details.map(({ path: place, message }) => `${place}: ${message}`);
  }
}

describe('the configuration', () => {
  test('is complete without any, frozen to its depth', () => {
    const { config, origins } = load({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      dataDir: './data',
      logLevel: 'info',
      lockTtlSeconds: 30,
    });
    expect(config.databaseUrl).toBeUndefined();
    expect(origins.port).toEqual({ kind: 'default' });
    expect([config, config.trustedProxies, config.dockerHost, config.dockerHost[0]].every(Object.isFrozen)).toBe(true);
  });

  test('takes the environment over the file, the file over the default, and knows where each came from', () => {
    const files = { 'tocsin.yaml': 'host: 0.0.0.0\nport: 9000\n# here\nmetrics_public: true\n', key: 'pass word 1\n' };
    const { config, origins } = load({ TOCSIN_PORT: '9001', TOCSIN_ADMIN_PASSWORD_FILE: 'key' }, files);
    expect(config).toMatchObject({ host: '0.0.0.0', port: 9001, metricsPublic: true, logLevel: 'info' });
    expect(config.adminPassword?.reveal()).toBe('pass word 1');
    const names = ['host', 'port', 'metricsPublic', 'logLevel', 'adminPassword'] as const;
    expect(names.map((name) => shownOrigin(origins[name]))).toEqual([
      'tocsin.yaml:1',
      'environment TOCSIN_PORT',
      'tocsin.yaml:4',
      'default',
      'secret file key (TOCSIN_ADMIN_PASSWORD_FILE)',
    ]);
  });

  test('reads the file that TOCSIN_CONFIG names, and refuses when that is not there', () => {
    expect(
      load({ TOCSIN_CONFIG: 'other.yaml' }, { 'other.yaml': 'port: 1\n', 'tocsin.yaml': 'port: 2\n' }).config.port,
    ).toBe(1);
    expect(faultsOf({ TOCSIN_CONFIG: 'gone.yaml' })).toEqual(['TOCSIN_CONFIG: gone.yaml is not there']);
  });

  test('counts what is empty as absent', () => {
    const { config } = load(
      { TOCSIN_PORT: '', TOCSIN_ADMIN_PASSWORD: '' },
      { 'tocsin.yaml': 'host:\nlog_level: ""\n' },
    );
    expect(config).toMatchObject({ port: 8080, host: '127.0.0.1', logLevel: 'info' });
    expect(config.adminPassword).toBeUndefined();
  });

  test('shows no password that was written into the name of a user', () => {
    expect(faultsOf({ TOCSIN_ELASTICSEARCH_USERNAME: 'elastic:hunter2' }, {})).toEqual([
      'TOCSIN_ELASTICSEARCH_USERNAME: "elastic:[redacted]" is not allowed: it must be a user name without a colon',
    ]);
  });

  test('tells all faults at once, each with its place and what would be right', () => {
    const env = { TOCSIN_PROT: '1', TOCSIN_PORT: '80800', TOCSIN_LOG_LEVEL: 'warn', TOCSIN_PORT_FILE: 'x' };
    const files = { 'tocsin.yaml': 'host: 5\nmetrics_public: perhaps\nsesion_idle_hours: 3\nlock_ttl_seconds: 0\n' };
    expect(faultsOf(env, files)).toEqual([
      'TOCSIN_PORT_FILE: only a secret may be read from a file of its own',
      'TOCSIN_PROT: is no setting; did you mean TOCSIN_PORT?',
      'tocsin.yaml:3 sesion_idle_hours: is no setting; did you mean session_idle_hours?',
      'tocsin.yaml:1 host: "5" is not allowed: it must be a host name or address to listen on',
      'TOCSIN_PORT: "80800" is not allowed: it must be a whole number from 0 to 65535',
      'TOCSIN_LOG_LEVEL: "warn" is not allowed: it must be one of debug, info, warning, error, critical; did you mean warning?',
      'tocsin.yaml:2 metrics_public: "perhaps" is not allowed: it must be true or false',
      'tocsin.yaml:4 lock_ttl_seconds: "0" is not allowed: it must be a whole number from 2 to 3600',
    ]);
  });

  test('names the line of a file that is no YAML or no settings', () => {
    expect(faultsOf({}, { 'tocsin.yaml': 'port: 1\nport: 2\n' })).toEqual(['tocsin.yaml:2: "port" stands here twice']);
    expect(faultsOf({}, { 'tocsin.yaml': '- a\n' })[0]).toContain('tocsin.yaml: must hold settings');
    expect(load({}, { 'tocsin.yaml': '# empty\n' }).config.port).toBe(8080);
  });

  test('refuses a secret that is given twice, and one whose file does not serve', () => {
    const folder = folderWith({ empty: '\n', big: 'x'.repeat(70_000) });
    mkdirSync(path.join(folder, 'folder'));
    const fault = (file: string) => {
      try {
        loadConfig({ env: { TOCSIN_ADMIN_PASSWORD_FILE: file }, folder });
      } catch (error) {
        return isTocsinError(error) ? error.details[0]?.message : undefined;
      }
    };
    expect(fault('gone')).toContain('gone is not there');
    expect(fault('folder')).toContain('folder is a folder');
    expect(fault('empty')).toContain('empty is empty');
    expect(fault('big')).toContain('big is larger than 64 KiB');
    expect(faultsOf({ TOCSIN_ADMIN_PASSWORD: 'a', TOCSIN_ADMIN_PASSWORD_FILE: 'b' })).toEqual([
      'TOCSIN_ADMIN_PASSWORD: stands beside TOCSIN_ADMIN_PASSWORD_FILE; only one of them may be set',
    ]);
  });

  test('strips one newline from the end of a secret file and nothing else', () => {
    const word = 'correct horse';
    for (const [text, value] of [
      [`${word}\n`, word],
      [`${word}\r\n`, word],
      [` ${word} \n\n`, ` ${word} \n`],
      [word, word],
    ] as const) {
      expect(load({ TOCSIN_ADMIN_PASSWORD_FILE: 'f' }, { f: text }).config.adminPassword?.reveal()).toBe(value);
    }
  });

  test('refuses a password of the first user that no account may have, without repeating it', () => {
    const faultOf = (password: string) => faultsOf({ TOCSIN_ADMIN_PASSWORD: password });
    expect(faultOf('hunter2')).toEqual([
      'TOCSIN_ADMIN_PASSWORD: A password has at least 10 characters; this one has 7.',
    ]);
    for (const password of ['aaaaaaaaaaaaa', 'x1y2'.repeat(65), 'abababababab']) {
      expect(faultOf(password)).toHaveLength(1);
      expect(faultOf(password).join()).not.toContain(password);
    }
    expect(faultsOf({ TOCSIN_ADMIN_PASSWORD_FILE: 'f' }, { f: 'hunter2\n' })[0]).toContain(
      'TOCSIN_ADMIN_PASSWORD_FILE: ',
    );
    expect(faultsOf({}, { 'tocsin.yaml': 'admin_password: 1234567890\n' })).toEqual([]);
    expect(faultsOf({}, { 'tocsin.yaml': 'admin_password: [a]\n' })[0]).toContain('It must be a text');
  });

  test('never repeats a secret in a fault', () => {
    const found = faultsOf({
      TOCSIN_DATABASE_URL: 'mysql://u:hunter2@db/x',
      TOCSIN_PUBLIC_URL: 'https://u:hunter2@host',
    });
    expect(found).toHaveLength(2);
    expect(found.join()).not.toContain('hunter2');
    for (const value of [
      'tcp:/u:hunter2@h:2375',
      'u:hunter2@h',
      'a=tcp://u:hunter2@h,b=tcp:u:x/hunter2@h',
      'u:a hunter2@h',
    ]) {
      const told = faultsOf({ TOCSIN_DOCKER_HOST: value }).join();
      expect(told).toMatch(/\[redacted\]@h.* is not allowed/);
      expect(told).not.toContain('hunter2');
    }
  });

  test('names what was meant by a socket or a port without a URL around it, and by a variable in the file', () => {
    expect(faultsOf({ TOCSIN_DOCKER_HOST: '/run/docker.sock' })[0]).toContain('did you mean unix:///run/docker.sock?');
    expect(faultsOf({ TOCSIN_DOCKER_HOST: 'nas:2375' })[0]).toContain('did you mean tcp://nas:2375?');
    expect(faultsOf({ TOCSIN_HOST: 'http://0.0.0.0' })[0]).toContain('did you mean 0.0.0.0?');
    expect(faultsOf({ TOCSIN_HOST: '0.0.0.0:80' })[0]).toContain('did you mean 0.0.0.0?');
    for (const host of ['0.0.0.0', '::', 'fe80::1%eth0', 'localhost', 'my-host.lan'])
      expect(faultsOf({ TOCSIN_HOST: host })).toEqual([]);
    expect(faultsOf({}, { 'tocsin.yaml': 'TOCSIN_PORT: 80\n' })).toEqual([
      'tocsin.yaml:1 TOCSIN_PORT: is no setting; did you mean port?',
    ]);
  });

  test('holds settings against each other', () => {
    expect(faultsOf({ TOCSIN_LOCK_TTL_SECONDS: '19' })).toEqual([
      'TOCSIN_LOCK_HEARTBEAT_SECONDS: 10 s must be at most half of TOCSIN_LOCK_TTL_SECONDS (19 s), so that one lost heartbeat loses nothing',
    ]);
    expect(faultsOf({}, { 'tocsin.yaml': 'session_lifetime_hours: 5\nsession_idle_hours: 6\n' })[0]).toContain(
      'tocsin.yaml:2 session_idle_hours: 6 h must not be more',
    );
    expect(faultsOf({ TOCSIN_DOCKER_HOST: 'a=tcp://nas:2375,b=unix:///run/docker.sock,c=tcp://NAS:2375' })).toEqual([
      'TOCSIN_DOCKER_HOST: must name each engine once: a and c are at the same place',
    ]);
  });

  test('holds settings against each other beside other faults, unless one of the two is not known', () => {
    const both = { TOCSIN_PORT: 'x', TOCSIN_PROT: '1', TOCSIN_LOCK_TTL_SECONDS: '19' };
    expect(faultsOf(both).map((fault) => fault.split(':')[0])).toEqual([
      'TOCSIN_PROT',
      'TOCSIN_PORT',
      'TOCSIN_LOCK_HEARTBEAT_SECONDS',
    ]);
    expect(faultsOf({ TOCSIN_LOCK_TTL_SECONDS: '0', TOCSIN_SESSION_LIFETIME_HOURS: '5' })).toHaveLength(2);
    const unread = { 'tocsin.yaml': 'lock_heartbeat_seconds: 5\na: [\n' };
    expect(faultsOf({ TOCSIN_LOCK_TTL_SECONDS: '19' }, unread).join()).not.toContain('HEARTBEAT');
  });

  test('passes over variables that are no settings of the server', () => {
    const env = {
      TOCSIN_TEST_REQUIRE: 'x',
      TOCSIN_CHROMIUM: 'x',
      TOCSIN_SERVICE_HOST: '10.0.0.1',
      TOCSIN_SERVICE_PORT_HTTP: '80',
      TOCSIN_PORT_8080_TCP_ADDR: '10.0.0.1',
      PATH: '/bin',
    };
    expect(faultsOf(env)).toEqual([]);
  });

  test('takes DOCKER_HOST when nothing of ours says which engine', () => {
    const urls = (env: Readonly<Record<string, string>>) => load(env).config.dockerHost;
    expect(urls({ DOCKER_HOST: 'tcp://a:1' })).toEqual([{ name: undefined, url: 'tcp://a:1' }]);
    expect(urls({ DOCKER_HOST: 'tcp://a:1', TOCSIN_DOCKER_HOST: 'none' })).toEqual([]);
    expect(urls({ DOCKER_HOST: 'ssh://me@a' })).toEqual([{ name: undefined, url: 'ssh://me@a' }]);
    expect(faultsOf({ DOCKER_HOST: 'ftp://a' })[0]).toContain('DOCKER_HOST: "ftp://a" is not allowed');
  });
});

describe('rules and triggers beside the settings', () => {
  const folderOf = (text: string) => folderWith({ 'tocsin.yaml': text });

  test('are no setting, and given to whoever runs the server', () => {
    const { config, ruleFile } = codeIn(folderOf('port: 81\nrules:\n  - {name: a, pattern: x}\n'));
    expect([config.port, ruleFile.rules.map(({ name }) => name), ruleFile.file.shown]).toEqual([
      81,
      ['a'],
      'tocsin.yaml',
    ]);
    expect(codeIn('/nowhere').ruleFile).toMatchObject({
      rules: [],
      state: undefined,
    });
  });

  test('are refused together with the settings, all faults at once', () => {
    const told = (() => {
      try {
        codeIn(folderOf('prot: 81\nrules:\n  - {name: a, patern: x}\ntriggers:\n  - {name: b, channel: x}\n'));
      } catch (error) {
        if (isTocsinError(error, 'config_invalid')) return error.details.map(({ path: at }) => at);
      }
      return [];
    })();
    expect(told).toEqual([
      'tocsin.yaml:1 prot',
      'tocsin.yaml:3 rule "a"',
      'tocsin.yaml:3 rule "a"',
      'tocsin.yaml:5 trigger "b"',
    ]);
  });

  test('may name variables of the environment that are no settings, for every program', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what stands in the file.
    const folder = folderOf('triggers:\n  - {name: b, channel: slack, config: {url: "${TOCSIN_SLACK_URL}"}}\n');
    const env = { TOCSIN_SLACK_URL: 'https://hooks.example/x' };
    expect(loadConfig({ env, folder }).config.port).toBe(8080);
    expect(codeIn(folder, env).triggerFile.triggers).toHaveLength(1);
    expect(() => loadConfig({ env: { ...env, TOCSIN_SLACK_URI: 'x' }, folder })).toThrow(/a fault/);
  });

  test('are none of the business of programs beside the server, such as its health check', () => {
    expect(loadConfig({ env: {}, folder: folderOf('port: 81\nrules:\n  - {name: a, patern: x}\n') }).config.port).toBe(
      81,
    );
  });
});

describe('shipping the log is refused at the start', () => {
  const on = (provider: string) => ({
    TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true',
    TOCSIN_EXTERNAL_LOGGING_PROVIDER: provider,
  });
  const login =
    'TOCSIN_ELASTICSEARCH_USERNAME: and TOCSIN_ELASTICSEARCH_PASSWORD must be set together, and not beside TOCSIN_ELASTICSEARCH_API_KEY';
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'without a provider',
      { TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true' },
      'TOCSIN_EXTERNAL_LOGGING_PROVIDER: must name one of datadog, papertrail, elasticsearch when TOCSIN_EXTERNAL_LOGGING_ENABLED is true',
    ],
    [
      'to Datadog without a key',
      on('datadog'),
      'TOCSIN_DATADOG_API_KEY: must be set when log lines are shipped to datadog',
    ],
    [
      'to a syslog server without its port',
      { ...on('papertrail'), TOCSIN_PAPERTRAIL_HOST: 'logs.example.org' },
      'TOCSIN_PAPERTRAIL_HOST: and TOCSIN_PAPERTRAIL_PORT must be set when log lines are shipped to papertrail',
    ],
    [
      'to Elasticsearch without a node',
      on('elasticsearch'),
      'TOCSIN_ELASTICSEARCH_HOSTS: must name a node when log lines are shipped to elasticsearch',
    ],
    ['with a user without a password', { TOCSIN_ELASTICSEARCH_USERNAME: 'ada' }, login],
    [
      'with a user and a key',
      {
        ...{ TOCSIN_ELASTICSEARCH_USERNAME: 'ada', TOCSIN_ELASTICSEARCH_PASSWORD: 'secret words' },
        TOCSIN_ELASTICSEARCH_API_KEY: 'id:key',
      },
      login,
    ],
  ])('%s', (_, env, fault) => expect(faultsOf(env)).toEqual([fault]));

  test.each(['::1', '127.0.0.1', '5.5', '..', 'datadoghq.com.', 'a..b', 'datadoghq.0x5', 'https://a.eu'])(
    'with the site %s, which is no domain',
    (site) => {
      const fault = `TOCSIN_DATADOG_SITE: "${site}" is not allowed: it must be a domain such as example.org`;
      expect(faultsOf({ TOCSIN_DATADOG_SITE: site })).toEqual([fault]);
    },
  );

  test.each(['..', '5.5', 'a b', 'a..b'])('with the syslog server %s, which is none', (host) => {
    const fault = `TOCSIN_PAPERTRAIL_HOST: "${host}" is not allowed: it must be a host name or address`;
    expect(faultsOf({ TOCSIN_PAPERTRAIL_HOST: host })).toEqual([fault]);
  });

  test.each(['kü€y', 'key\nof two lines', 'a key'])('with the key %j, which no header can hold', (key) => {
    const fault = 'TOCSIN_ELASTICSEARCH_API_KEY: must be an API key: id:key, or the encoded form of both';
    expect(faultsOf({ TOCSIN_ELASTICSEARCH_API_KEY: key })).toEqual([fault]);
  });

  test.each<[string, string, string]>([
    ['TOCSIN_DATADOG_URL', 'http://h/?api_key=S3CRET', 'http://h/?[redacted]'],
    ['TOCSIN_DATADOG_URL', 'http:/h#S3CRET\nS3CRET', 'http:/h#[redacted]'],
    ['TOCSIN_ELASTICSEARCH_HOSTS', 'http://a,https://b/?token=S3CRET,http://c', 'http://a,https://b/?[redacted]'],
    ['TOCSIN_ELASTICSEARCH_HOSTS', 'http://u:S3CRET@a/?token=S3CRET', 'http://[redacted]@a/?[redacted]'],
  ])('with %s=%s, and what may be a secret is not shown', (name, value, shown) => {
    const [fault = '', ...others] = faultsOf({ [name]: value });
    expect([fault.startsWith(`${name}: "${shown}" is not allowed`), others]).toEqual([true, []]);
    expect(fault).not.toContain('S3CRET');
  });

  test('for nothing where it is off', () => {
    expect(faultsOf({ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog,elasticsearch,papertrail' })).toEqual([]);
  });
});
