// Makes certificates for tests of TLS on the spot, so that no key lies about and none expires.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Certificate {
  readonly name: string;
  readonly key: KeyObject;
  /** As PEM. */
  readonly cert: string;
  readonly keyPem: string;
}

export interface CertificateSpec {
  readonly name: string;
  /** Whoever signs it; itself unless told. */
  readonly by?: Certificate;
  readonly isAuthority?: boolean;
  /** IPv4 addresses that it is made out for. */
  readonly addresses?: readonly string[];
  /** Days from now; one year around now unless told. */
  readonly days?: { readonly from: number; readonly to: number };
}

const DAY_MS = 86_400_000;
const [INTEGER, BITS, OCTETS, OBJECT, UTF8, TIME, SEQUENCE, SET] = [0x02, 0x03, 0x04, 0x06, 0x0c, 0x18, 0x30, 0x31];
const ECDSA_SHA256 = tlv(SEQUENCE, oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const ALTERNATIVE_NAMES = oid('551d11');
const TRUE = Buffer.from([0x01, 0x01, 0xff]);

export function createCertificate(spec: CertificateSpec): Certificate {
  const { name, by, days = { from: -1, to: 365 } } = spec;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = tlv(
    SEQUENCE,
    tlv(0xa0, tlv(INTEGER, Buffer.from([2]))),
    tlv(INTEGER, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    nameOf(by?.name ?? name),
    tlv(SEQUENCE, timeAfter(days.from), timeAfter(days.to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, tlv(SEQUENCE, ...extensions(spec))),
  );
  const signature = sign('sha256', body, by?.key ?? privateKey);
  const whole = tlv(SEQUENCE, body, ECDSA_SHA256, tlv(BITS, Buffer.from([0]), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { name, key: privateKey, cert, keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** A folder as DOCKER_CERT_PATH names one: whom to trust, and who we are. */
export function writeCertificates(folder: string, { ca, own }: { ca?: Certificate; own?: Certificate }): string {
  mkdirSync(folder, { recursive: true });
  if (ca !== undefined) writeFileSync(path.join(folder, 'ca.pem'), ca.cert);
  if (own === undefined) return folder;
  writeFileSync(path.join(folder, 'cert.pem'), own.cert);
  writeFileSync(path.join(folder, 'key.pem'), own.keyPem);
  return folder;
}

function extensions({ isAuthority = false, addresses = [] }: CertificateSpec): readonly Buffer[] {
  const constraints = tlv(
    SEQUENCE,
    BASIC_CONSTRAINTS,
    TRUE,
    tlv(OCTETS, tlv(SEQUENCE, ...(isAuthority ? [TRUE] : []))),
  );
  const names = addresses.map((address) => tlv(0x87, Buffer.from(address.split('.').map(Number))));
  return addresses.length === 0
    ? [constraints]
    : [constraints, tlv(SEQUENCE, ALTERNATIVE_NAMES, tlv(OCTETS, tlv(SEQUENCE, ...names)))];
}

const nameOf = (name: string): Buffer =>
  tlv(SEQUENCE, tlv(SET, tlv(SEQUENCE, COMMON_NAME, tlv(UTF8, Buffer.from(name)))));

function timeAfter(days: number): Buffer {
  const text = new Date(Date.now() + days * DAY_MS).toISOString();
  return tlv(TIME, Buffer.from(`${text.slice(0, 19).replace(/\D/g, '')}Z`));
}

function oid(hex: string): Buffer {
  return tlv(OBJECT, Buffer.from(hex, 'hex'));
}

/** A value of DER: its tag, its length, and what it holds. */
function tlv(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const inside = Buffer.concat(content);
  const { length } = inside;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), inside]);
}
