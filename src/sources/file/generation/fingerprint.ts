// What bytes of a file were, without keeping them.
import { createHash } from 'node:crypto';

export interface Fingerprint {
  readonly length: number;
  readonly hash: string;
}

/** Of the beginning of a file so much is known. */
export const HEAD_BYTES = 1024;
/** Of what was read last so much. */
export const BEFORE_BYTES = 64;

export const fingerprintOf = (bytes: Uint8Array): Fingerprint => ({
  length: bytes.length,
  hash: createHash('sha256').update(bytes).digest('hex').slice(0, 24),
});

export const hasFingerprint = (bytes: Uint8Array, { length, hash }: Fingerprint): boolean =>
  bytes.length === length && fingerprintOf(bytes).hash === hash;

/** A number of 32 bits that two generations of a file do not share. */
export function generationNumber(of: readonly (string | number)[], head: Uint8Array): number {
  const hash = createHash('sha256').update(JSON.stringify(of)).update(head);
  return hash.digest().readUInt32LE(0);
}
