// Prints much or little at the pace at which it is read, and holds no more than a piece of it.
import type { Output } from '../shell/command.ts';

/** What is handed on at once: few system calls, little memory. */
const PIECE = 64 * 1024;

/** Everything after a failure is dropped: it says why, and whoever prints looks there and stops. */
export class Printer {
  readonly #output: Output;
  readonly #stop: AbortSignal;
  #pending = '';
  /** What stands before it: bytes that are no text, and the text between them. */
  readonly #before: Buffer[] = [];
  #beforeSize = 0;
  #failure: NodeJS.ErrnoException | undefined;

  constructor(output: Output, stop: AbortSignal) {
    this.#output = output;
    this.#stop = stop;
  }

  get isTerminal(): boolean {
    return this.#output.isTTY === true;
  }

  get failure(): NodeJS.ErrnoException | undefined {
    return this.#failure;
  }

  /** Whether it is time to flush. */
  get isFull(): boolean {
    return this.#beforeSize + this.#pending.length >= PIECE;
  }

  /** Bytes are copied. */
  add(piece: string | Uint8Array): void {
    if (this.#failure) return;
    if (typeof piece === 'string') this.#pending += piece;
    else this.#addBytes(piece);
  }

  #addBytes(bytes: Uint8Array): void {
    const parts = [Buffer.from(this.#pending), Buffer.from(bytes)];
    this.#before.push(...parts);
    for (const { length } of parts) this.#beforeSize += length;
    this.#pending = '';
  }

  /** Resolves when the reader has taken what was added, or when the stop is asked for: a reader that takes nothing any more must not keep us. */
  flush(): Promise<void> {
    const piece = this.#takePending();
    if (piece.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const goOn = (error?: Error | null): void => {
        this.#stop.removeEventListener('abort', stopped);
        if (error) this.#failure ??= error;
        resolve();
      };
      const stopped = (): void => goOn();
      this.#output.write(piece, goOn);
      if (this.#stop.aborted) stopped();
      else this.#stop.addEventListener('abort', stopped, { once: true });
    });
  }

  #takePending(): string | Uint8Array {
    const text = this.#pending;
    this.#pending = '';
    if (this.#beforeSize === 0) return text;
    this.#beforeSize = 0;
    return Buffer.concat([...this.#before.splice(0), Buffer.from(text)]);
  }
}
