// A value that holds secrets among other things: it cannot be printed by mistake.
import { REDACTED } from './redacted.ts';

export class Sealed<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** For whoever stores, checks or sends it. Nobody keeps what is made of it for longer than this is kept. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  /** What `node:util` shows of it; the symbol is the one that it looks for. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return REDACTED;
  }
}
