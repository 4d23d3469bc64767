import { describe, expect, test } from 'vitest';
import { fault } from './faults/engine-fault.ts';
import { negotiate } from './negotiation.ts';
import type { Asked } from './whole-answer.ts';

interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const PING: Said = { headers: { 'api-version': '1.41', server: 'Docker/20.10.24 (linux)' }, body: 'OK' };
const INFO: Said = { body: '{"ServerVersion":"20.10.24","SystemTime":"2026-11-21T03:29:01.381447848Z"}' };
const VERSION: Said = { body: '{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"}' };
const FORBIDDEN: Said = {
  status: 403,
  headers: { 'content-type': 'text/html' },
  body: '<html><body><h1>403 Forbidden</h1>',
};

describe('the first words with an engine', () => {
  test('agree on the older of both newest versions, and learn the engine’s time', async () => {
    const { result, asked } = await talk({ '/_ping': PING, '/v1.41/info': INFO });
    expect(result).toMatchObject({
      ok: true,
      prefix: '/v1.41',
      traits: { kind: 'docker', apiVersion: '1.41', version: '20.10.24', notes: [] },
      time: { stamp: { seconds: Date.parse('2026-11-21T03:29:01Z') / 1000, nanos: 381_447_848 } },
    });
    expect(asked).toEqual(['/_ping', '/v1.41/info']);
  });

  test('speak our own version with a newer engine', async () => {
    const { result } = await talk({ '/_ping': { headers: { 'api-version': '1.56' } }, '/v1.44/info': INFO });
    expect(result).toMatchObject({ ok: true, prefix: '/v1.44', traits: { version: '20.10.24' } });
  });

  test('follow an engine that wants a newer or an older version than was offered', async () => {
    const tooOld = said400(
      'client version 1.44 is too old. Minimum supported API version is 1.50, please upgrade your client to a newer version',
    );
    const newer = await talk({
      '/_ping': { headers: { 'api-version': '1.60' } },
      '/v1.44/info': tooOld,
      '/v1.44/version': tooOld,
      '/v1.50/info': INFO,
    });
    expect(newer.result).toMatchObject({ ok: true, prefix: '/v1.50', traits: { apiVersion: '1.50' } });
    const tooNew = said400('client version 1.44 is too new. Maximum supported API version is 1.39');
    const older = await talk({
      '/_ping': { headers: { 'api-version': '1.44' } },
      '/v1.44/info': tooNew,
      '/v1.44/version': tooNew,
      '/v1.39/info': INFO,
    });
    expect(older.result).toMatchObject({ ok: true, prefix: '/v1.39' });
  });

  test('end when an engine only ever wants other versions, or one that is too old', async () => {
    const endless = said400('Minimum supported API version is 1.44');
    const { result, asked } = await talk({
      '/_ping': PING,
      '/v1.41/info': endless,
      '/v1.41/version': endless,
      '/v1.44/info': endless,
      '/v1.44/version': endless,
    });
    expect(result).toMatchObject({ ok: false, fault: { kind: 'version' } });
    expect(asked.length).toBeLessThan(10);
    const demandsOld = said400('client version 1.41 is too new. Maximum supported API version is 1.18');
    const old = await talk({ '/_ping': PING, '/v1.41/info': demandsOld, '/v1.41/version': demandsOld });
    expect(old.result).toMatchObject({ ok: false, fault: { kind: 'version', words: expect.stringContaining('1.18') } });
    const ancient = await talk({ '/_ping': { headers: { 'api-version': '1.18' } } });
    expect(ancient.result).toMatchObject({
      ok: false,
      fault: { kind: 'version', words: expect.stringContaining('1.18') },
    });
  });

  test('know Podman by its header, by its server’s name, and by its components', async () => {
    const byHeader = await talk({
      '/_ping': { headers: { 'api-version': '1.41', 'libpod-api-version': '4.3.1', server: 'Libpod/4.3.1 (linux)' } },
      '/v1.41/info': INFO,
    });
    expect(byHeader.result).toMatchObject({ traits: { kind: 'podman', version: '4.3.1' } });
    const components = { body: '{"ApiVersion":"1.41","Version":"4.3.1","Components":[{"Name":"Podman Engine"}]}' };
    const byComponents = await talk({ '/_ping': FORBIDDEN, '/version': components, '/v1.41/info': INFO });
    expect(byComponents.result).toMatchObject({ traits: { kind: 'podman', version: '4.3.1' } });
  });

  test('are not ended by lists that are nested without end', async () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    const version = { body: `{"ApiVersion":"1.41","Components":${nested},"Version":${nested}}` };
    const info = { body: `{"SystemTime":${nested},"ServerVersion":${nested}}` };
    const { result } = await talk({ '/_ping': FORBIDDEN, '/version': version, '/v1.41/info': info });
    expect(result).toMatchObject({ ok: true, prefix: '/v1.41', traits: { kind: 'docker', version: undefined } });
  });

  test('go on without /info, and say what that costs and how to allow it', async () => {
    const { result } = await talk({ '/_ping': PING, '/v1.41/info': FORBIDDEN, '/v1.41/version': VERSION });
    expect(result).toMatchObject({ ok: true, prefix: '/v1.41', time: undefined, traits: { version: '20.10.24' } });
    expect(notesOf(result)).toEqual([expect.stringMatching(/GET \/info is forbidden.*second.*INFO=1/)]);
  });

  test('go on with an /info that fails or hangs', async () => {
    const failing = await talk({
      '/_ping': PING,
      '/v1.41/info': { status: 500, body: '{"message":"driver is ill"}' },
      '/v1.41/version': VERSION,
    });
    expect(notesOf(failing.result)).toEqual([expect.stringContaining('driver is ill')]);
    const hanging = await talk({ '/_ping': PING, '/v1.41/info': 'timeout', '/v1.41/version': VERSION });
    expect(notesOf(hanging.result)).toEqual([expect.stringContaining('It hung')]);
  });

  test('take the version from /version where /_ping is forbidden', async () => {
    const { result } = await talk({ '/_ping': FORBIDDEN, '/version': VERSION, '/v1.41/info': INFO });
    expect(result).toMatchObject({ ok: true, prefix: '/v1.41', traits: { version: '20.10.24' } });
    expect(notesOf(result)).toEqual([expect.stringContaining('PING=1')]);
  });

  test('agree on no version where a proxy forbids all of it', async () => {
    const { result, asked } = await talk({ '/_ping': FORBIDDEN, '/version': FORBIDDEN, '/info': FORBIDDEN });
    expect(result).toMatchObject({
      ok: true,
      prefix: '',
      traits: { kind: 'docker', apiVersion: undefined, version: undefined },
    });
    expect(notesOf(result).join()).toMatch(/PING=1.*VERSION=1.*INFO=1/);
    expect(asked).toEqual(['/_ping', '/version', '/info', '/version']);
  });

  test.each<[string, Record<string, Said>, string, RegExp]>([
    [
      'another web server',
      { '/_ping': { body: '<html>' }, '/version': { body: '<html>' } },
      'not_an_engine',
      /no Docker engine/,
    ],
    [
      'a web server without such pages',
      { '/_ping': { status: 404 }, '/version': { status: 404 } },
      'not_an_engine',
      /no Docker engine/,
    ],
    [
      'a server of other JSON',
      { '/_ping': { status: 404 }, '/version': { body: '{"version":3}' } },
      'not_an_engine',
      /no Docker engine/,
    ],
    ['a web server that sends us elsewhere', { '/_ping': { status: 301 } }, 'not_an_engine', /elsewhere/],
    ['a proxy that wants a login', { '/_ping': { status: 401 } }, 'refused', /login/],
    [
      'a proxy without an engine behind it',
      { '/_ping': { status: 503, body: '<html>' } },
      'refused',
      /proxy.*socket mount/,
    ],
    [
      'a port that speaks TLS',
      { '/_ping': { status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' } },
      'tls',
      /speaks TLS.*TOCSIN_DOCKER_CERT_PATH/,
    ],
  ])('find out %s', async (...[, answers, kind, words]) => {
    const { result } = await talk(answers);
    expect(result).toMatchObject({ ok: false, fault: { kind, words: expect.stringMatching(words) } });
  });

  test('end where the connection does', async () => {
    expect((await talk({ '/_ping': 'cut' })).result).toMatchObject({ ok: false, fault: { kind: 'cut' } });
    expect((await talk({ '/_ping': PING, '/v1.41/info': 'cut', '/v1.41/version': 'cut' })).result).toMatchObject({
      ok: false,
      fault: { kind: 'cut' },
    });
    expect((await talk({ '/_ping': FORBIDDEN, '/version': 'cut' })).result).toMatchObject({
      ok: false,
      fault: { kind: 'cut' },
    });
  });
});

const said400 = (message: string): Said => ({ status: 400, body: JSON.stringify({ message }) });

const notesOf = (result: Awaited<ReturnType<typeof negotiate>>): readonly string[] =>
  result.ok ? result.traits.notes : [];

async function talk(answers: Readonly<Record<string, Said | 'cut' | 'timeout'>>) {
  const asked: string[] = [];
  const ask = (path: string): Promise<Asked> => {
    asked.push(path);
    const said = answers[path];
    if (said === undefined) throw new Error(`nobody expected ${path}`);
    if (said === 'cut') return Promise.resolve({ ok: false, fault: fault('cut', 'cut') });
    if (said === 'timeout') return Promise.resolve({ ok: false, fault: fault('timeout', 'It hung.') });
    const { status = 200, headers = {}, body = '' } = said;
    return Promise.resolve({ ok: true, status, headers, body: Buffer.from(body), between: { sent: 0, answered: 0 } });
  };
  return { result: await negotiate({ place: '/run/engine.sock', ask }), asked };
}
