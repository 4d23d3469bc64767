// What is wrong when TLS does not come about, in words: whose certificate is not accepted, by whom, and where ours come from.

import { isHandshakeError, UNKNOWN_AUTHORITY } from '../../../../net/tls-errors.ts';
import { type EngineFault, fault } from './engine-fault.ts';

const CERTIFICATES = 'the folder of TOCSIN_DOCKER_CERT_PATH (ca.pem, cert.pem, key.pem)';

/** The fault behind an error of TLS; undefined when it is none. `place` is the engine's host and port. */
export function tlsFault(place: string, error: NodeJS.ErrnoException): EngineFault | undefined {
  const { code = '' } = error;
  if (UNKNOWN_AUTHORITY.has(code))
    return fault(
      'tls',
      `The certificate of ${place} is signed by nobody that is trusted here (${code}). Put the authority’s certificate as ca.pem into ${CERTIFICATES}.`,
    );
  const sentence = CERTIFICATE_FAULTS[code];
  if (sentence !== undefined) return fault('tls', `The certificate of ${place} ${sentence}`);
  if (!isHandshakeError(code)) return undefined;
  return handshakeFault(place, error);
}

const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired. Renew it there.',
  CERT_NOT_YET_VALID: 'is not valid yet. Compare the clocks of the two machines.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'is made out for another name. Use a name that it bears, or make a new one with this name.',
};

/** Alerts by which a server says that it wants a certificate, or another one. */
const ABOUT_OURS =
  /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)/;
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL/;

/** OpenSSL's reason stands in the code of some errors and in the middle of the message of others. */
function handshakeFault(place: string, { code = '', message }: NodeJS.ErrnoException): EngineFault {
  const reason = /:SSL routines:[^:]*:(?<reason>[^:]+)/.exec(message)?.groups?.reason ?? message;
  const name = `${code}_${reason.toUpperCase().replaceAll(' ', '_')}`;
  if (NOT_TLS.test(name))
    return fault(
      'tls',
      `${place} does not speak TLS. Use http:// for this engine; the TLS port of Docker is 2376 as a rule.`,
    );
  if (ABOUT_OURS.test(name))
    return fault(
      'tls',
      `${place} does not accept our client certificate (${reason}). Put cert.pem and key.pem, signed by the authority that the engine trusts, into ${CERTIFICATES}.`,
    );
  return fault('tls', `No TLS connection to ${place} comes about: ${reason.slice(0, 200).trim()}.`);
}

export const speaksTls = (place: string): EngineFault =>
  fault(
    'tls',
    `${place} speaks TLS. Set TOCSIN_DOCKER_CERT_PATH to a folder with ca.pem, cert.pem and key.pem, or write https:// when no client certificate is needed.`,
  );
