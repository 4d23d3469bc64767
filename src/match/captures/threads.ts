// Threads of a search for captures, a character after the other.
/** Threads of a search that wait to go on at an instruction, the most preferred first, each with the places that it has noted. Reused, as each character makes new ones. */
export class Threads {
  count = 0;
  readonly #slots: number;
  #instructions = new Int32Array(16);
  #noted: Int32Array;

  constructor(slots: number) {
    this.#slots = slots;
    this.#noted = new Int32Array(16 * slots);
  }

  /** Numbers held by the threads that wait. */
  get size(): number {
    return this.count * this.#slots;
  }

  add(instruction: number, noted: Int32Array): void {
    if (this.count === this.#instructions.length) this.#grow();
    this.#noted.set(noted, this.count * this.#slots);
    this.#instructions[this.count++] = instruction;
  }

  /** Where the thread goes on; what it has noted is written to `noted`. */
  resume(thread: number, noted: Int32Array): number {
    const from = thread * this.#slots;
    for (let slot = 0; slot < this.#slots; slot++) noted[slot] = this.#noted[from + slot] ?? -1;
    return this.#instructions[thread] ?? 0;
  }

  #grow(): void {
    const [instructions, noted] = [this.#instructions, this.#noted];
    this.#instructions = new Int32Array(2 * instructions.length);
    this.#noted = new Int32Array(2 * noted.length);
    this.#instructions.set(instructions);
    this.#noted.set(noted);
  }
}
