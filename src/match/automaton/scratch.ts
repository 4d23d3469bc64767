// Room for walks over a program's instructions, for all automata of a matcher: they step one after the other, and none keeps anything there.

export class Scratch {
  #seenBefore = new Float64Array(256);
  #seenBehind = new Float64Array(256);
  #stackBefore = new Int32Array(256);
  #stackBehind = new Int32Array(256);
  #steps = 0;

  /** The step that last saw each instruction before its symbol, and behind it. Steps are numbered through, so that nothing need be cleared. */
  get seenBefore(): Float64Array {
    return this.#seenBefore;
  }

  get seenBehind(): Float64Array {
    return this.#seenBehind;
  }

  get stackBefore(): Int32Array {
    return this.#stackBefore;
  }

  get stackBehind(): Int32Array {
    return this.#stackBehind;
  }

  get byteSize(): number {
    return 24 * this.#stackBefore.length;
  }

  /** There must be room for a program of so many instructions. */
  ensure(instructions: number): void {
    if (instructions <= this.#stackBefore.length) return;
    this.#seenBefore = new Float64Array(instructions);
    this.#seenBehind = new Float64Array(instructions);
    this.#stackBefore = new Int32Array(instructions);
    this.#stackBehind = new Int32Array(instructions);
  }

  /** A number that no step had before; they last for longer than any machine. */
  nextStep(): number {
    return ++this.#steps;
  }
}
