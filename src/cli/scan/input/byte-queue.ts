/** Bytes that come in chunks, taken in whatever lengths they are wanted. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** As many bytes as there are at once, at least one; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#chunk.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return undefined;
      this.#chunk = next.value;
    }
    const taken = this.#chunk;
    this.#chunk = new Uint8Array();
    return taken;
  }

  /** Puts back what was taken too much of, as the next to be taken. */
  putBack(rest: Uint8Array): void {
    this.#chunk = rest;
  }

  /** Exactly so many bytes, or undefined when fewer are left. */
  async take(count: number): Promise<Uint8Array | undefined> {
    const taken = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      const chunk = await this.next();
      if (chunk === undefined) return undefined;
      const piece = chunk.subarray(0, count - at);
      taken.set(piece, at);
      at += piece.length;
      this.putBack(chunk.subarray(piece.length));
    }
    return taken;
  }
}
