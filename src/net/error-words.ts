// What an error of a connection means, in words that say what can be done. `place` is the host and port as people write them.
import { type NetFault, netFault } from './net-fault.ts';
import { isHandshakeError, UNKNOWN_AUTHORITY } from './tls-errors.ts';

export function connectionFault(place: string, error: NodeJS.ErrnoException): NetFault {
  const { code = 'unknown' } = error;
  return lookupFault(place, code) ?? tlsFault(place, error) ?? reachFault(place, code);
}

function lookupFault(place: string, code: string): NetFault | undefined {
  const name = place.replace(/:\d+$/, '');
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_NONAME':
    case 'EAI_NODATA':
    case 'ENODATA':
      return netFault('name_unknown', `The name ${name} is not known. See how it is written, and that DNS knows it.`);
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'ESERVFAIL':
    case 'ETIMEOUT':
      return netFault(
        'name_unanswered',
        `The name ${name} cannot be looked up now: the DNS server gives no answer, or none that says anything.`,
      );
    default:
      return undefined;
  }
}

function reachFault(place: string, code: string): NetFault {
  switch (code) {
    case 'ECONNREFUSED':
      return netFault('not_listening', `Nothing listens at ${place}.`);
    case 'EMFILE':
    case 'ENFILE':
      return netFault(
        'unreachable',
        'Tocsin has no file descriptor left for a connection: raise its limit (ulimit -n).',
      );
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return netFault('cut', `${place} broke the connection off without an answer.`);
    case 'ETIMEDOUT':
      return netFault(
        'unreachable',
        `${place} does not answer at all. It may be off, or a firewall drops what is sent.`,
      );
    default:
      return netFault('unreachable', `There is no way to ${place} (${code}).`);
  }
}

const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired. Renew it there.',
  CERT_NOT_YET_VALID: 'is not valid yet. Compare the clocks of the two machines.',
  CERT_REVOKED: 'was revoked. It needs a new one.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is made out for another name. Use a name that it bears.',
};

const lastingTls = (words: string): NetFault => ({ ...netFault('tls', words), needsPerson: true });

/** Undefined when it is no error of TLS. What breaks a handshake besides certificates and versions may be gone at the next one: a server that starts, or what stands before it. */
function tlsFault(place: string, { code = '', message }: NodeJS.ErrnoException): NetFault | undefined {
  if (UNKNOWN_AUTHORITY.has(code))
    return lastingTls(
      `The certificate of ${place} is signed by nobody that is trusted here. If that is meant, name the file of its authority in NODE_EXTRA_CA_CERTS.`,
    );
  const sentence = CERTIFICATE_FAULTS[code];
  if (sentence !== undefined) return lastingTls(`The certificate of ${place} ${sentence}`);
  if (!isHandshakeError(code)) return undefined;
  if (/wrong.version.number|packet.length|http.request|unknown.protocol/i.test(`${code} ${message}`))
    return netFault('tls', `${place} does not speak TLS.`);
  if (/unsupported.protocol|version/i.test(`${code} ${message}`))
    return lastingTls(`${place} speaks only versions of TLS older than 1.2, which are not safe.`);
  const reason = /:SSL routines:[^:]*:(?<reason>[^:]+)/.exec(message)?.groups?.reason ?? code;
  const words = `No TLS connection to ${place} comes about: ${reason.slice(0, 100).trim()}.`;
  // The other side speaks of the certificate that we have shown, or have not.
  return /certificate|unknown.ca/i.test(`${code} ${reason}`) ? lastingTls(words) : netFault('tls', words);
}
