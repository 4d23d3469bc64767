// A line in few words that no other line has: for tests that compare lines to the byte, however long they are.
import { createHash } from 'node:crypto';

/** `truncated` as the reader marks it. */
export function lineDigest(line: Uint8Array, truncated = false): string {
  const hash = createHash('sha256').update(line).digest('hex').slice(0, 16);
  const beginning = JSON.stringify(Buffer.from(line.subarray(0, 40)).toString('latin1'));
  return `${beginning} ${line.length} bytes${truncated ? ', truncated' : ''}, ${hash}`;
}
