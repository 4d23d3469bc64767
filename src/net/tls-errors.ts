// By which of their codes errors of TLS are known.

/** The certificate is signed by nobody that is trusted here. */
export const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
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

/** It came about in the handshake, or in what was sent behind it. */
export const isHandshakeError = (code: string): boolean => code === 'EPROTO' || /^ERR_(?:SSL|TLS|OSSL)_/.test(code);
