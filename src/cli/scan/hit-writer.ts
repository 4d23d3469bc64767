// Writes the hits of a scan at the pace at which they are read.
import type { LoopTurns } from './loop-turns.ts';
import type { Printer } from './printer.ts';
import type { Progress } from './progress.ts';

export interface HitWriterOptions {
  readonly printer: Printer;
  readonly progress: Progress;
  readonly turns: LoopTurns;
  /** Whether nothing more is wanted; asked whenever time may have passed. */
  readonly isDone: () => boolean;
}

export class HitWriter {
  readonly #options: HitWriterOptions;

  constructor(options: HitWriterOptions) {
    this.#options = options;
  }

  /** Behind each hit the event loop may turn, as reading the captures of many can take long. */
  async write(pieces: Iterable<string | Uint8Array>): Promise<void> {
    const { printer, turns, isDone } = this.#options;
    for (const piece of pieces) {
      printer.add(piece);
      if (!printer.isFull) continue;
      await this.flush();
      if (isDone()) return;
    }
    if (turns.isDue) await turns.turn();
  }

  /** Resolves when the reader has taken what was written. */
  async flush(): Promise<void> {
    const { printer, progress } = this.#options;
    // It stands on the same terminal.
    if (printer.isTerminal) progress.clear();
    await printer.flush();
  }
}
