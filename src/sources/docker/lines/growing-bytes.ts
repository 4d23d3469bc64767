// Bytes that come in pieces and are needed in one. Empty it holds no memory, so that a thousand idle containers cost nothing.

/** What stands where there are no bytes, or no more: whatever is named longer than it is needed is held in memory. */
export const NO_BYTES = new Uint8Array(0);
const SMALLEST = 1024;

export class GrowingBytes {
  /** bytes[0, length) is what was appended; the array changes when it grows. */
  bytes: Uint8Array = NO_BYTES;
  length = 0;

  append(source: Uint8Array, from: number, end: number): void {
    const length = this.length + end - from;
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(SMALLEST, length, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(source.subarray(from, end), this.length);
    this.length = length;
  }

  /** Empties it and gives its memory back. */
  release(): void {
    this.bytes = NO_BYTES;
    this.length = 0;
  }
}
