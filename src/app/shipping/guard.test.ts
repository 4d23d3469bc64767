import { describe, expect, test } from 'vitest';
import { namesOf } from '../../../test/support/guarded.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { loadConfig } from '../../config/load.ts';
import type { Lookup } from '../../net/egress/lookup.ts';
import { syslogTarget, webTarget } from '../../net/egress/target.ts';
import { guardTo } from './guard.ts';

const going = () => new AbortController().signal;
const DNS = namesOf({
  localhost: [['127.0.0.1', '::1']],
  '127.0.0.1': [['127.0.0.1']],
  'named.example': [['127.0.0.1']],
  'other.example': [['127.0.0.1']],
  'outside.example': [['93.184.216.34']],
  'inside.example': [['10.1.0.5']],
  'clouds.example': [['169.254.169.254']],
  'nowhere.example': [['0.0.0.0']],
  'db.example': [['127.0.0.1']],
});

function guardOf(named: readonly string[], env: Readonly<Record<string, string>> = {}, lookup: Lookup = DNS) {
  const { config } = loadConfig({ env: { TOCSIN_PORT: '8080', ...env }, folder: temporaryDirectory() });
  const clock = new ManualClock();
  return { clock, guard: guardTo(named.map(webTarget), { config, clock, lookup }) };
}

/** What is said of the place by a guard to those that are named, or `open`. */
async function judged(named: readonly string[], url: string, env: Readonly<Record<string, string>> = {}) {
  const read = webTarget(url);
  if (!read.ok) return read.words;
  const result = await guardOf(named, env).guard.judge(read.target, going());
  return result.ok ? 'open' : result.fault.words;
}

describe('a place that the start-up configuration names', () => {
  test.each(['http://127.0.0.1:9200', 'http://localhost:9200', 'http://LOCALHOST.:9200', 'http://[::1]:9200'])(
    'may be this machine: %s',
    async (url) => expect(await judged([url], url)).toBe('open'),
  );

  test('may have a name that leads to this machine', async () => {
    expect(await judged(['http://named.example:9200'], 'http://named.example:9200')).toBe('open');
  });

  test('opens neither another name, nor the address itself, nor another port', async () => {
    const named = ['http://named.example:9200', 'http://[::1]:9200'];
    for (const url of ['http://other.example:9200', 'http://127.0.0.1:9200', 'http://named.example:9201'])
      expect(await judged(named, url)).toContain('is this machine itself');
  });

  test('is no place where a cloud hands out credentials, and none that is no receiver', async () => {
    for (const url of ['http://169.254.169.254', 'http://clouds.example', 'http://[::ffff:a9fe:a9fe]'])
      expect(await judged([url], url)).toContain('hands out credentials');
    for (const url of ['http://0.0.0.0:9200', 'http://nowhere.example:9200', 'http://[::]:9200'])
      expect(await judged([url], url)).toContain('stands for this machine');
    expect(await judged(['http://metadata.google.internal'], 'http://metadata.google.internal')).toContain('hands out');
  });

  test.each(['0.0.0.0', '127.0.0.1', 'localhost'])(
    'is not Tocsin’s own listener on %s, by whatever name',
    async (host) => {
      for (const url of [
        'http://127.0.0.1:8080',
        'http://localhost:8080',
        'http://[::1]:8080',
        'http://named.example:8080',
      ])
        expect(await judged([url], url, { TOCSIN_HOST: host })).toContain('is this server itself');
    },
  );

  test('is neither its database nor an engine that it watches', async () => {
    const database = {
      TOCSIN_DATABASE_URL: 'postgres://u:p@db.example:6000/x',
      TOCSIN_EGRESS_ALLOW: '127.0.0.1/32:6000',
    };
    for (const url of ['http://db.example:6000', 'http://127.0.0.1:6000', 'http://localhost:6000'])
      expect(await judged([url], url, database)).toContain('is the database of Tocsin');
    const engine = { TOCSIN_DOCKER_HOST: 'tcp://127.0.0.1:2999' };
    for (const url of ['http://127.0.0.1:2999', 'http://named.example:2999'])
      expect(await judged([url], url, engine)).toContain('is a container engine');
  });

  test('is in no private network where those are closed', async () => {
    const url = 'https://inside.example';
    expect(await judged([url], url)).toBe('open');
    expect(await judged([url], url, { TOCSIN_EGRESS_PRIVATE: 'deny' })).toContain('TOCSIN_EGRESS_PRIVATE is deny');
    const outside = 'https://outside.example';
    expect(await judged([outside], outside, { TOCSIN_EGRESS_PRIVATE: 'deny' })).toBe('open');
  });
});

describe('while the names of its own places are looked up', () => {
  const silent: Lookup = (name) => (name === 'db.example' ? new Promise(() => {}) : DNS(name));
  const database = { TOCSIN_DATABASE_URL: 'postgres://u:p@db.example:6000/x' };
  const target = syslogTarget({ host: '127.0.0.1', port: 6514 });

  test('nothing is sent, and it is tried again', async () => {
    const { guard, clock } = guardOf([], database, silent);
    const connecting = target.ok && guard.connect(target.target, going());
    await clock.advance(5_000);
    expect(await connecting).toMatchObject({ ok: false, fault: { kind: 'name_unanswered', mayPass: true } });
  });

  test('the end is not waited for', async () => {
    const { guard } = guardOf([], database, silent);
    const stop = new AbortController();
    const judging = target.ok && guard.judge(target.target, stop.signal);
    stop.abort();
    expect(await judging).toMatchObject({ ok: false, fault: { kind: 'stopped' } });
  });
});
