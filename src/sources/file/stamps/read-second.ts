// The second that was read last, and how it was written: lines of one second come together, and it is read once for all of them.

const LONGEST = 19;

export class ReadSecond {
  /** What was kept. */
  seconds = 0;
  readonly #text = new Uint8Array(LONGEST);
  #length = 0;

  /** Whether it is written here in the same way, in so many bytes. */
  isAt(bytes: Uint8Array, at: number, length: number): boolean {
    if (length !== this.#length) return false;
    const text = this.#text;
    // What differs stands at the end.
    for (let place = length - 1; place >= 0; place--) if (bytes[at + place] !== text[place]) return false;
    return true;
  }

  /** bytes[at, end) are this second. */
  keep(bytes: Uint8Array, { at, end }: { readonly at: number; readonly end: number }, seconds: number): void {
    this.#length = end - at;
    for (let place = 0; place < this.#length; place++) this.#text[place] = bytes[at + place] ?? 0;
    this.seconds = seconds;
  }

  forget(): void {
    this.#length = 0;
  }
}
