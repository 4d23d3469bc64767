// What is wrong when TLS does not come about, in words: whose certificate is not accepted, by whom, and where ours come from.
import { type EngineFault, fault } from './engine-fault.ts';

const CERTIFICATES = 'the folder of TOCSIN_DOCKER_CERT_PATH (ca.pem, cert.pem, key.pem)';

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'CERT_SIGNATURE_FAILURE',
]);

/** The fault behind an error of TLS; undefined when it is none. `place` is the engine's host and port. */
export function tlsFault(place: string, { code = '', message }: NodeJS.ErrnoException): EngineFault | undefined {
  if (UNKNOWN_AUTHORITY.has(code))
    return fault(
      'tls',
      `The certificate of ${place} is signed by nobody that is trusted here (${code}). Put the authority’s certificate as ca.pem into ${CERTIFICATES}.`,
    );
  if (code === 'CERT_HAS_EXPIRED') return fault('tls', `The certificate of ${place} has expired. Renew it there.`);
  if (code === 'CERT_NOT_YET_VALID')
    return fault('tls', `The certificate of ${place} is not valid yet. Compare the clocks of the two machines.`);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return fault(
      'tls',
      `The certificate of ${place} is made out for another name. Use a name that it bears, or make a new one with this name.`,
    );
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL/.test(code))
    return fault(
      'tls',
      `${place} does not speak TLS. Use http:// for this engine; the TLS port of Docker is 2376 as a rule.`,
    );
  if (isAboutOurs(code))
    return fault(
      'tls',
      `${place} does not accept our client certificate (${code}). Put cert.pem and key.pem, signed by the authority that the engine trusts, into ${CERTIFICATES}.`,
    );
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL_'))
    return fault('tls', `No TLS connection to ${place} comes about: ${message.slice(0, 200)}.`);
  return undefined;
}

/** Alerts by which a server says that it wants a certificate, or another one. */
function isAboutOurs(code: string): boolean {
  return /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)/.test(
    code,
  );
}

export const speaksTls = (place: string): EngineFault =>
  fault(
    'tls',
    `${place} speaks TLS. Set TOCSIN_DOCKER_CERT_PATH to a folder with ca.pem, cert.pem and key.pem, or write https:// when no client certificate is needed.`,
  );
