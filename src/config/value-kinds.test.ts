import { describe, expect, test } from 'vitest';
import { configSchema, type SettingName } from './schema.ts';
import { choices } from './value-kinds.ts';

const read = (name: SettingName, value: unknown): unknown => {
  const result = configSchema.shape[name].safeParse(value);
  return result.success ? result.data : 'refused';
};

const one = (event: string, share: number) => ({ event, share });

describe('the kinds of values', () => {
  test.each<[SettingName, unknown, unknown]>([
    ['port', '0', 0],
    ['port', 65535, 65535],
    ['port', ' 80 ', 80],
    ['port', '80.5', 'refused'],
    ['port', '-1', 'refused'],
    ['port', '0x50', 'refused'],
    ['port', true, 'refused'],
    ['port', 'tcp://10.0.0.1:80', 'refused'],
    ['metricsPublic', 'TRUE', true],
    ['metricsPublic', 1, true],
    ['metricsPublic', 'off', false],
    ['metricsPublic', 'maybe', 'refused'],
    ['logLevel', 'WARNING', 'warning'],
    ['logSample', 'http_request:0.1, b:1', [one('http_request', 0.1), one('b', 1)]],
    ['logSample', ['a:.25', 'b:0'], [one('a', 0.25), one('b', 0)]],
    ['logSample', 'http_request:1.1', 'refused'],
    ['logSample', 'http_request:10%', 'refused'],
    ['logSample', 'http_request', 'refused'],
    ['logSample', 'HTTP:0.1', 'refused'],
    ['logQuietEndpoints', '/api/events, /api/events/{id}', ['/api/events', '/api/events/{id}']],
    ['logQuietEndpoints', 'api/events', 'refused'],
    ['logQuietEndpoints', '/api/events?severity=error', 'refused'],
    ['publicUrl', 'https://tocsin.example.org/', 'https://tocsin.example.org'],
    ['publicUrl', 'https://example.org/tocsin/', 'https://example.org/tocsin'],
    ['publicUrl', 'ftp://example.org', 'refused'],
    ['publicUrl', 'https://u:p@example.org', 'refused'],
    ['publicUrl', 'https://example.org/?a', 'refused'],
    ['trustedProxies', 'loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
    ['trustedProxies', ['::1'], ['::1']],
    ['trustedProxies', 'everyone', 'refused'],
    ['trustedProxies', '10.0.0.1:80', 'refused'],
    ['egressAllow', '127.0.0.1/32:9000', [{ address: '127.0.0.1', family: 4, prefix: 32, port: 9000 }]],
    ['egressAllow', '10.0.0.0/8,x', 'refused'],
    ['egressAllow', [5], 'refused'],
    ['dockerHost', 'none', []],
    ['dockerHost', 'unix:///run/docker.sock', [{ name: undefined, url: 'unix:///run/docker.sock' }]],
    [
      'dockerHost',
      'a=tcp://a:1,b=https://b:2',
      [
        { name: 'a', url: 'tcp://a:1' },
        { name: 'b', url: 'https://b:2' },
      ],
    ],
    ['dockerHost', 'a=tcp://a:1,a=tcp://b:1', 'refused'],
    ['dockerHost', 'a=tcp://a:1,tcp://b:1', 'refused'],
    ['dockerHost', 'tcp://u:p@a:1', 'refused'],
    ['dockerHost', 'ssh://me@a:22', [{ name: undefined, url: 'ssh://me@a:22' }]],
    ['dockerHost', 'ssh://me:p@a', 'refused'],
    ['dockerHost', 'tcp://me@a:1', 'refused'],
    ['dockerHost', '', 'refused'],
    [
      'dockerInclude',
      'name=web-*, image=postgres:*',
      [
        { by: 'name', pattern: 'web-*' },
        { by: 'image', pattern: 'postgres:*' },
      ],
    ],
    ['dockerInclude', 'label=team', [{ by: 'label', label: 'team', pattern: undefined }]],
    [
      'dockerExclude',
      ['label=a.b/c=1,2=3', 'project=shop'],
      [
        { by: 'label', label: 'a.b/c', pattern: '1,2=3' },
        { by: 'project', pattern: 'shop' },
      ],
    ],
    ['dockerExclude', 'label=team=', [{ by: 'label', label: 'team', pattern: '' }]],
    ['dockerExclude', '', []],
    ['dockerExclude', 'name=', 'refused'],
    ['dockerExclude', 'label==x', 'refused'],
    ['dockerExclude', 'name=/web', 'refused'],
    ['dockerExclude', 'name=web,web', 'refused'],
    ['dockerExclude', { name: 'web' }, 'refused'],
    ['dockerExclude', `name=${'x'.repeat(256)}`, 'refused'],
    ['databaseUrl', 'mysql://a/b', 'refused'],
    ['databaseUrl', 'postgres:///b', 'refused'],
  ])('%s: %j is read as %j', (name, value, expected) => expect(read(name, value)).toEqual(expected));

  test.each([
    ['web-*', 'name=web-*'],
    ['name=web,nmae=db', 'name=db'],
    ['name:web', 'name=web'],
    ['name=/web', 'name=web'],
    ['postgres:16', 'image=postgres:16'],
    ['ghcr.io/acme/*', 'image=ghcr.io/acme/*'],
    ['team=ops', 'label=team=ops'],
    ['com.example.team=ops', 'label=com.example.team=ops'],
    ['prject=shop', 'project=shop'],
  ])('containers as %j are refused, with %j as what was meant', (value, meant) => {
    const message = configSchema.shape.dockerInclude.safeParse(value).error?.issues[0]?.message;
    expect(message).toBe(
      `must be a list of items such as name=web-*, image=postgres:*, label=team=ops or project=shop; did you mean ${meant}?`,
    );
  });

  test.each(['postgres://u:p@db:5432/x', 'postgresql://db/x', 'postgres:///x?host=/run/postgresql'])(
    '%s is a database',
    (url) => expect(read('databaseUrl', url)).not.toBe('refused'),
  );
});

test('several of a closed set are read once each, or none, and what is not of it is refused with what was meant', () => {
  const kinds = choices(['died', 'oom']);
  expect(kinds.parse('oom, died,OOM')).toEqual(['oom', 'died']);
  expect(kinds.parse(['died'])).toEqual(['died']);
  expect(kinds.parse('none')).toEqual([]);
  for (const wrong of ['', 'none,died', 5]) expect(kinds.safeParse(wrong).success).toBe(false);
  expect(kinds.safeParse('dead').error?.issues[0]?.message).toContain('did you mean died?');
});
