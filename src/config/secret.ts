// A value that cannot be printed: every way to turn it into text gives `[redacted]`, and only `reveal` gives the value itself.
import { inspect } from 'node:util';
import { REDACTED } from '../core/deliveries/redacted.ts';

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value, for the one place that sends or checks it. Do not keep the result. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
