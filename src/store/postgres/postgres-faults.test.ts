import { expect, test } from 'vitest';
import { explainPostgres, isComing } from './postgres-faults.ts';

const reasonOf = (error: unknown) => explainPostgres(error)?.reason;
const withCode = (code: string) => Object.assign(new Error('x'), { code });

test('what the server says of itself has a reason in words', () => {
  const codes = [
    '53100',
    '25006',
    '42501',
    '28P01',
    '3D000',
    '57014',
    '57P01',
    '08006',
    '53300',
    '58030',
    'XX001',
    '40P01',
  ];
  expect(codes.map((code) => reasonOf(withCode(code)))).toEqual([
    'disk_full',
    'read_only',
    'permission_denied',
    'permission_denied',
    'permission_denied',
    'timeout',
    'connection_lost',
    'connection_lost',
    'overloaded',
    'io_error',
    'corrupt',
    'busy',
  ]);
});

test('what the network says is a lost connection', () => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])
    expect(reasonOf(withCode(code))).toBe('connection_lost');
  expect(reasonOf(new AggregateError([withCode('ECONNREFUSED')]))).toBe('connection_lost');
  expect(reasonOf(new Error('Connection terminated unexpectedly'))).toBe('connection_lost');
  expect(reasonOf(new Error('Query read timeout'))).toBe('timeout');
  expect(reasonOf(new Error('Cannot use a pool after calling end on the pool'))).toBe('closed');
});

test('a mistake in a statement is no fault of the server', () => {
  for (const code of ['42601', '42P01', '23505', '22021']) expect(explainPostgres(withCode(code))).toBeUndefined();
  for (const error of [new TypeError('x'), 'text', undefined]) expect(explainPostgres(error)).toBeUndefined();
});

test('what keeps a connection from being made is told with what would make it', () => {
  const refusals: readonly (readonly [Error, string])[] = [
    [new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'), 'has none'],
    [new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string'), 'has none'],
    [new Error('The server does not support SSL connections'), 'sslmode'],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'sslrootcert'],
    [withCode('CERT_HAS_EXPIRED'), 'expired'],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'another name'],
    [Object.assign(new Error('no such file: /ca.pem'), { code: 'ENOENT', syscall: 'open' }), '/ca.pem'],
  ];
  for (const [error, words] of refusals) {
    const fault = explainPostgres(error);
    expect(fault).toMatchObject({ reason: 'permission_denied', words: expect.stringContaining(words) });
    expect(fault && isComing(fault)).toBe(false);
  }
  expect(explainPostgres(withCode('ENOTFOUND'))?.words).toContain('name');
});

test('only a server that may still come is waited for', () => {
  const coming = ['ECONNREFUSED', '57P03', '53300', '28P01', '3D000', '42501'].map((code) => {
    const fault = explainPostgres(withCode(code));
    return fault && isComing(fault);
  });
  expect(coming).toEqual([true, true, true, false, false, false]);
});
