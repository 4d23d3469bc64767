// One member of a gzip file while it is unpacked.
import { constants, crc32, createInflateRaw } from 'node:zlib';

/** Large, as each costs a way to another thread and back. */
const UNPACKED_CHUNK = 256 * 1024;

export class GzipMember {
  readonly #inflate = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: UNPACKED_CHUNK });
  #crc = 0;
  #length = 0;
  #packedBytes = 0;
  #unpacked: Uint8Array[] = [];
  /** Tells that the piece was taken; the stream does so in one of three ways. */
  #taken: () => void = () => undefined;
  isWhole = false;
  /** What of the last piece was behind the member's end. */
  rest: Uint8Array = new Uint8Array();
  fault: Error | undefined;

  constructor() {
    this.#inflate.on('data', (bytes: Uint8Array) => {
      this.#crc = crc32(bytes, this.#crc);
      this.#length = (this.#length + bytes.length) >>> 0;
      this.#unpacked.push(bytes);
    });
    this.#inflate.on('end', () => {
      this.isWhole = true;
      this.#taken();
    });
    this.#inflate.on('error', (error) => {
      this.fault = error;
      this.#taken();
    });
  }

  /** Resolves when the piece, or as much of it as belongs to the member, is unpacked or found faulty. */
  async unpack(piece: Uint8Array): Promise<readonly Uint8Array[]> {
    await new Promise<void>((resolve) => {
      this.#taken = resolve;
      this.#inflate.write(piece, () => resolve());
    });
    const used = this.#inflate.bytesWritten - this.#packedBytes;
    this.#packedBytes += used;
    this.rest = this.isWhole ? piece.subarray(used) : new Uint8Array();
    const unpacked = this.#unpacked;
    this.#unpacked = [];
    return unpacked;
  }

  fits(trailer: Uint8Array): boolean {
    const numbers = new DataView(trailer.buffer, trailer.byteOffset, 8);
    return numbers.getUint32(0, true) === this.#crc && numbers.getUint32(4, true) === this.#length;
  }

  close(): void {
    this.#inflate.destroy();
  }
}
