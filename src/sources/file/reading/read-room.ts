// Whose turn it is to read: few files at once, each a piece at a time, so that one with a long backlog keeps nobody waiting.

const AT_ONCE = 4;
/** With each piece it is looked whether the file was cut, which a larger one makes cheaper; and while one is judged all others wait. */
export const PIECE_BYTES = 512 * 1024;

export class ReadRoom {
  readonly #free: Buffer[] = [];
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /** The buffer is used for something else when the work has ended. */
  async use<Value>(size: number, work: (buffer: Buffer) => Promise<Value>): Promise<Value> {
    if (this.#taken >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#taken++;
    const isUsual = size <= PIECE_BYTES;
    const buffer = (isUsual ? this.#free.pop() : undefined) ?? Buffer.allocUnsafeSlow(Math.max(size, PIECE_BYTES));
    try {
      return await work(buffer);
    } finally {
      if (isUsual) this.#free.push(buffer);
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken--;
    }
  }
}
