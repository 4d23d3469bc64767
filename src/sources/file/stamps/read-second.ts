// The second that was read last, and how it was written: lines of one second come together, and it is read once for all of them.

const LONGEST = 19;
/** Four bytes are compared at once; of what is no multiple of four, the last ones overlap those before. */
const WORD = 4;

export class ReadSecond {
  /** What was kept. */
  seconds = 0;
  readonly #text = new DataView(new ArrayBuffer(LONGEST));
  #length = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Of `#bytes`: one for all lines of a piece, for one a line would cost more than it saves. */
  #view: DataView = this.#text;

  /** Whether it is written here in the same way, in so many bytes; four at least. */
  isAt(bytes: Uint8Array, at: number, length: number): boolean {
    if (length !== this.#length || at + length > bytes.length) return false;
    if (bytes !== this.#bytes) this.#look(bytes);
    const [view, text] = [this.#view, this.#text];
    // What differs stands at the end.
    for (let place = length - WORD; place > 0; place -= WORD)
      if (view.getInt32(at + place) !== text.getInt32(place)) return false;
    return view.getInt32(at) === text.getInt32(0);
  }

  /** bytes[at, end) are this second. */
  keep(bytes: Uint8Array, { at, end }: { readonly at: number; readonly end: number }, seconds: number): void {
    this.#length = end - at;
    for (let place = 0; place < this.#length; place++) this.#text.setUint8(place, bytes[at + place] ?? 0);
    this.seconds = seconds;
  }

  forget(): void {
    this.#length = 0;
  }

  #look(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
}
