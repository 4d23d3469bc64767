// Signs a request as the Standard Webhooks specification asks, so that a receiver knows who sent it and when.
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** Both know it (HMAC-SHA256), or only we do and the receiver has the public half (ed25519). */
const SHARED = 'whsec_';
const PRIVATE = 'whsk_';
/** What stands before the 32 bytes of a private key of ed25519 in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Signed {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
  /** While one secret takes the place of another, both sign. */
  readonly secrets: readonly string[];
}

export function signatureHeaders({ id, at, body, secrets }: Signed): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at / 1_000);
  const text = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => signatureOf(secret, text));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
  };
}

/** `whsec_` and the base64 of 24 to 64 bytes; or `whsk_` and that of a private key of ed25519, with or without its public half behind it. */
export function isSigningSecret(text: string): boolean {
  const prefix = prefixOf(text);
  if (prefix === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(text.slice(prefix.length))) return false;
  const bytes = bytesOf(text, prefix);
  if (prefix === SHARED) return bytes.length >= 24 && bytes.length <= 64;
  if (bytes.length === 32) return true;
  return bytes.length === 64 && publicHalf(privateKey(bytes)).equals(bytes.subarray(32));
}

function signatureOf(secret: string, text: string): string {
  if (!secret.startsWith(PRIVATE))
    return `v1,${createHmac('sha256', bytesOf(secret, SHARED)).update(text).digest('base64')}`;
  return `v1a,${sign(null, Buffer.from(text), privateKey(bytesOf(secret, PRIVATE))).toString('base64')}`;
}

/** What is secret of it. */
export const withoutPrefix = (secret: string): string => secret.slice(prefixOf(secret)?.length);

const prefixOf = (secret: string): string | undefined => [SHARED, PRIVATE].find((one) => secret.startsWith(one));

const bytesOf = (secret: string, prefix: string): Buffer => Buffer.from(secret.slice(prefix.length), 'base64');

const privateKey = (bytes: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' });

const publicHalf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
