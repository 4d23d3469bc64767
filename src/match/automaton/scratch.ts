// Room for walks over a program's instructions, shared by all steppers of a thread: they step one after the other, and none keeps anything there.

class Scratch {
  /** The step that last saw each instruction before its symbol, and behind it. Steps are numbered through, so that nothing need be cleared. */
  seenBefore = new Float64Array(256);
  seenBehind = new Float64Array(256);
  stackBefore = new Int32Array(256);
  stackBehind = new Int32Array(256);
  #steps = 0;

  /** There must be room for a program of so many instructions. */
  ensure(instructions: number): void {
    if (instructions <= this.seenBefore.length) return;
    this.seenBefore = new Float64Array(instructions);
    this.seenBehind = new Float64Array(instructions);
    this.stackBefore = new Int32Array(instructions);
    this.stackBehind = new Int32Array(instructions);
  }

  /** A number that no step had before; they last for longer than any machine. */
  nextStep(): number {
    return ++this.#steps;
  }
}

export const scratch = new Scratch();
