// Certificates of receivers: a sound one, and one for each way in which one may be wrong.
import { createCertificate } from './certificates.ts';

const HERE = { addresses: ['127.0.0.1'] } as const;
const authority = createCertificate({ name: 'Test authority', isAuthority: true });
const signed = { name: 'receiver', by: authority } as const;

export const TRUST = [authority.cert];

const options = ({ cert, keyPem }: { readonly cert: string; readonly keyPem: string }) => ({ cert, key: keyPem });

export const RECEIVER_TLS = {
  sound: options(createCertificate({ ...signed, ...HERE })),
  expired: options(createCertificate({ ...signed, ...HERE, days: { from: -10, to: -1 } })),
  notYetValid: options(createCertificate({ ...signed, ...HERE, days: { from: 2, to: 10 } })),
  wrongHost: options(createCertificate({ ...signed, addresses: ['127.0.0.2'] })),
  selfSigned: options(createCertificate({ name: 'receiver', ...HERE })),
  /** OpenSSL speaks it only when it is told that nobody is to be safe. */
  ancient: {
    ...options(createCertificate({ ...signed, ...HERE })),
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  },
} as const;
