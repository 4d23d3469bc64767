import { type ReadonlySignal, signal } from '@preact/signals';

/** The one thing that was just done and that a person should hear of: "mira was added." The newest replaces the one before. */
export class Notices {
  readonly #current = signal<string | undefined>(undefined);
  /** It is about what was done on the page before, and is to be read on the next one. */
  #goesAlong = false;

  get current(): ReadonlySignal<string | undefined> {
    return this.#current;
  }

  say(text: string): void {
    this.#goesAlong = false;
    this.#current.value = text;
  }

  /** For what ends with a way to another page. */
  sayOnNextPage(text: string): void {
    this.say(text);
    this.#goesAlong = true;
  }

  /** Somebody went to another page. */
  pageChanged(): void {
    if (!this.#goesAlong) this.clear();
    this.#goesAlong = false;
  }

  clear(): void {
    this.#current.value = undefined;
  }
}
