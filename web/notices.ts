import { type ReadonlySignal, signal } from '@preact/signals';

/** The one thing that was just done and that a person should hear of: "mira was added." The newest replaces the one before. */
export class Notices {
  readonly #current = signal<string | undefined>(undefined);

  get current(): ReadonlySignal<string | undefined> {
    return this.#current;
  }

  say(text: string): void {
    this.#current.value = text;
  }

  clear(): void {
    this.#current.value = undefined;
  }
}
