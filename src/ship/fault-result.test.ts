import { describe, expect, test } from 'vitest';
import { connectionFault } from '../net/error-words.ts';
import { lastingFault, netFault } from '../net/net-fault.ts';
import { failureOfFault } from './fault-result.ts';

const ofError = (code: string, message = '') =>
  failureOfFault(connectionFault('logs.example:443', Object.assign(new Error(message), { code }))).outcome;

describe('a batch that the network let nothing through of', () => {
  test.each([
    ['ECONNREFUSED'],
    ['ECONNRESET'],
    ['ETIMEDOUT'],
    ['EHOSTUNREACH'],
    ['ENETUNREACH'],
    ['EAI_AGAIN'],
    ['EMFILE'],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'],
    ['ERR_SSL_WRONG_VERSION_NUMBER'],
    ['ERR_SSL_UNEXPECTED_MESSAGE'],
    ['EPROTO'],
  ])('is tried again after %s', (code) => expect(ofError(code)).toBe('again'));

  test.each([
    ['CERT_HAS_EXPIRED'],
    ['CERT_NOT_YET_VALID'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['ERR_TLS_CERT_ALTNAME_INVALID'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL'],
    ['ENOTFOUND'],
  ])('is refused after %s', (code) => expect(ofError(code)).toBe('refused'));

  test('is refused where nothing may go, and where what is written leads nowhere', () => {
    expect(failureOfFault(netFault('denied', 'no'))).toEqual({ outcome: 'refused', words: 'no', kind: 'denied' });
    expect(failureOfFault(lastingFault('invalid_target', 'no')).outcome).toBe('refused');
  });

  test('shows no secret in its words', () => {
    expect(failureOfFault(netFault('cut', 'at hunter2hunter2.example'), ['hunter2hunter2']).words).not.toContain(
      'hunter2',
    );
  });
});
