// TLS with engines, as it comes about and as it does not, against servers that really speak it.
import { writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCertificate, writeCertificates } from '../../../../../test/support/certificates.ts';
import { recordStream } from '../../../../../test/support/engine-sink.ts';
import { ManualClock } from '../../../../../test/support/manual-clock.ts';
import { startRawServer } from '../../../../../test/support/raw-server.ts';
import { temporaryDirectory } from '../../../../../test/support/temporary-directory.ts';
import { HttpEngineClient } from '../http-engine-client.ts';
import type { TlsSettings } from '../tls-files.ts';
import { tlsFault } from './tls-fault.ts';

const CA = createCertificate({ name: 'authority', isAuthority: true });
const STRANGE_CA = createCertificate({ name: 'stranger', isAuthority: true });
const SERVER = createCertificate({ name: 'engine', by: CA, addresses: ['127.0.0.1'] });
const CLIENT = createCertificate({ name: 'client', by: CA });
const MUTUAL: ServerOptions = { requestCert: true, rejectUnauthorized: true, ca: CA.cert };

describe('TLS with an engine', () => {
  test('comes about with an authority that is trusted, and with a client certificate where one is demanded', async () => {
    const trusting = folderOf({ ca: CA });
    expect(await negotiated({ certPath: trusting })).toMatchObject({ ok: true });
    expect(await negotiated({ certPath: folderOf({ ca: CA, own: CLIENT }), server: MUTUAL })).toMatchObject({
      ok: true,
    });
  });

  test('carries streams side by side, whole and apart, through pauses', async () => {
    const body = (path: string) => path.repeat(200_000);
    const port = await listening({}, { answer: (path) => body(path) });
    const client = clientOf(port, { certPath: folderOf({ ca: CA }) });
    const streams = ['/a', '/b', '/c', '/d'].map((path) => ({ path, stream: recordStream(client, path) }));
    for (const { stream } of streams) {
      stream.stream.pause();
      setImmediate(() => stream.stream.resume());
    }
    for (const { path, stream } of streams) {
      expect(await stream.end).toEqual({ complete: true });
      expect(stream.bytes.equals(Buffer.from(body(path)))).toBe(true);
    }
  });

  test('takes the certificates of an engine from the folder with its name', async () => {
    const folder = temporaryDirectory();
    writeCertificates(path.join(folder, 'far'), { ca: CA, own: CLIENT });
    expect(await negotiated({ certPath: folder, server: MUTUAL })).toMatchObject({ ok: true });
    expect(await negotiated({ certPath: folder, server: MUTUAL, name: 'near' })).toMatchObject({ ok: false });
  });

  test('reads renewed certificates at the next negotiation', async () => {
    const folder = folderOf({ ca: STRANGE_CA });
    const client = clientOf(await listening(), { certPath: folder });
    expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: false });
    writeCertificates(folder, { ca: CA });
    expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: true });
  });

  test('is meant by https://, by a folder and by TLS_VERIFY, and never by http://', async () => {
    const port = await listening();
    const at = (scheme: string) => `${scheme}://127.0.0.1:${port}`;
    const certPath = folderOf({ ca: CA });
    for (const [url, tls, ok] of [
      [at('https'), { certPath }, true],
      [at('tcp'), { certPath }, true],
      [at('tcp'), { verify: false }, false],
      [at('http'), { certPath }, false],
    ] as const)
      expect([url, (await clientOf(url, tls).negotiate(SIGNAL)).ok]).toEqual([url, ok]);
    expect(await clientOf(at('tcp'), { verify: true }).negotiate(SIGNAL)).toMatchObject({
      fault: { kind: 'tls', words: expect.stringContaining('signed by nobody that is trusted') },
    });
    expect(await clientOf(at('https'), { verify: false }).negotiate(SIGNAL)).toMatchObject({ ok: true });
  });

  test.each<[string, RegExp, () => Promise<Attempt>]>([
    [
      'an authority that is not known',
      /signed by nobody.*ca\.pem/,
      async () => ({ certPath: folderOf({ ca: STRANGE_CA }) }),
    ],
    ['an authority that nobody named', /signed by nobody/, async () => ({ url: 'https' })],
    ['a certificate that has expired', /has expired/, () => serving({ days: { from: -10, to: -1 } })],
    ['a certificate that is not valid yet', /not valid yet.*clocks/, () => serving({ days: { from: 1, to: 10 } })],
    ['a certificate for another name', /another name/, () => serving({ addresses: ['127.0.0.9'] })],
    [
      'a client certificate that is missing',
      /does not accept our client certificate.*cert\.pem/,
      async () => ({ certPath: folderOf({ ca: CA }), server: MUTUAL }),
    ],
    [
      'a server that does not speak it',
      /does not speak TLS.*http:\/\//,
      async () => ({ certPath: folderOf({ ca: CA }), plain: true }),
    ],
    ['a folder that is not there', /holds none of ca\.pem/, async () => ({ certPath: '/nowhere/certs' })],
    [
      'a key without its certificate',
      /belong together/,
      async () => {
        const certPath = folderOf({ ca: CA });
        writeFileSync(path.join(certPath, 'key.pem'), CLIENT.keyPem);
        return { certPath };
      },
    ],
    [
      'a key that belongs to another certificate',
      /cannot be used/,
      async () => {
        const certPath = folderOf({ ca: CA, own: CLIENT });
        writeFileSync(path.join(certPath, 'key.pem'), SERVER.keyPem);
        return { certPath };
      },
    ],
    [
      'a certificate that is none',
      /cannot be used.*PEM/,
      async () => {
        const certPath = folderOf({ ca: CA, own: CLIENT });
        writeFileSync(path.join(certPath, 'cert.pem'), 'hello');
        return { certPath };
      },
    ],
    [
      'a file that is a folder',
      /cannot be read \(EISDIR\)/,
      async () => {
        const certPath = folderOf({});
        writeCertificates(path.join(certPath, 'ca.pem'), {});
        return { certPath };
      },
    ],
  ])('says what is wrong with %s', async (...[, words, attempt]) => {
    expect(await negotiated(await attempt())).toMatchObject({
      ok: false,
      fault: { kind: 'tls', words: expect.stringMatching(words) },
    });
  });

  test.each([
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls', /our client certificate/],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls', /our client certificate/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls', /our client certificate/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'tls', /our client certificate/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /does not speak TLS/],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls', /No TLS connection/],
  ] as const)('knows %s, in the code or in the message of an error', (...[code, kind, words]) => {
    const reason = code.replace('ERR_SSL_', '').toLowerCase().replaceAll('_', ' ');
    const expected = { kind, words: expect.stringMatching(words) };
    expect(tlsFault('far:2376', Object.assign(new Error(reason), { code }))).toMatchObject(expected);
    const message = `write EPROTO 40AD:error:0A00010B:SSL routines:some_function:${reason}:../deps/openssl.c:77:\n`;
    expect(tlsFault('far:2376', Object.assign(new Error(message), { code: 'EPROTO' }))).toMatchObject(expected);
  });

  test('says what to look at when a server breaks off instead of saying that it wants another certificate', async () => {
    const own = createCertificate({ name: 'me', by: STRANGE_CA });
    expect(await negotiated({ certPath: folderOf({ ca: CA, own }), server: MUTUAL })).toMatchObject({
      fault: { kind: 'cut', words: expect.stringContaining('If it wants a client certificate') },
    });
  });

  test('tells a plain request that a port speaks TLS, from the words of an engine and from bare alerts', async () => {
    // The first is what an engine says, byte for byte; the second is an alert as other servers send it.
    for (const said of [
      'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n',
      Buffer.from([0x15, 3, 1, 0, 2, 2, 70]),
    ]) {
      const server = await startRawServer((socket) => void socket.end(said), 'tcp');
      expect(await clientOf(server.url, {}).negotiate(SIGNAL)).toMatchObject({
        ok: false,
        fault: { kind: 'tls', words: expect.stringMatching(/speaks TLS.*TOCSIN_DOCKER_CERT_PATH/) },
      });
    }
  });

  test('never tells what stands in a key', async () => {
    const certPath = folderOf({ ca: CA, own: CLIENT });
    writeFileSync(path.join(certPath, 'key.pem'), CLIENT.keyPem.replace(/[A-Z]{2}/g, 'zz'));
    const result = await negotiated({ certPath });
    const secret = CLIENT.keyPem.split('\n')[1] ?? '';
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain(secret.slice(0, 10));
  });
});

const SIGNAL = new AbortController().signal;

interface Attempt {
  readonly certPath?: string;
  readonly verify?: boolean;
  readonly server?: ServerOptions;
  readonly plain?: boolean;
  readonly name?: string;
  readonly url?: 'tcp' | 'https';
}

async function negotiated({ server, plain = false, name, url = 'tcp', ...tls }: Attempt) {
  const port = await listening(server, { plain });
  return clientOf(`${url}://127.0.0.1:${port}`, tls, name).negotiate(SIGNAL);
}

function clientOf(at: string | number, tls: Partial<TlsSettings>, name = 'far'): HttpEngineClient {
  const url = typeof at === 'string' ? at : `tcp://127.0.0.1:${at}`;
  const settings = { certPath: undefined, verify: undefined, ...tls };
  return new HttpEngineClient({ name, url, tls: settings, clock: new ManualClock() });
}

/** An engine whose own certificate is like this; the client trusts who signed it. */
async function serving(spec: { days?: { from: number; to: number }; addresses?: readonly string[] }): Promise<Attempt> {
  const own = createCertificate({ name: 'engine', by: CA, addresses: ['127.0.0.1'], ...spec });
  return { certPath: folderOf({ ca: CA }), server: { cert: own.cert, key: own.keyPem } };
}

const folderOf = (files: Parameters<typeof writeCertificates>[1]): string =>
  writeCertificates(temporaryDirectory(), files);

interface Listening {
  readonly plain?: boolean;
  /** Unless told, it only introduces itself. */
  readonly answer?: (path: string) => string;
}

/** Starts an engine; the answer is its port. */
async function listening(
  options: ServerOptions = {},
  { plain = false, answer = (path) => (path === '/_ping' ? 'OK' : '{}') }: Listening = {},
): Promise<number> {
  const handler: Parameters<typeof createPlainServer>[1] = (request, response) => {
    response.setHeader('Api-Version', '1.41').end(answer(request.url ?? ''));
  };
  const server: Server = plain
    ? createPlainServer(handler)
    : createServer({ cert: SERVER.cert, key: SERVER.keyPem, ...options }, handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
