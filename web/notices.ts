import { type ReadonlySignal, signal } from '@preact/signals';

/** The one thing that was just done and that a person should hear of: "mira was added." The newest replaces the one before. */
export class Notices {
  readonly #current = signal<string | undefined>(undefined);
  /** It is about what was done on the page before, and is to be read on the next one. */
  #goesAlong = false;
  #isTrouble = false;

  get current(): ReadonlySignal<string | undefined> {
    return this.#current;
  }

  /** Whether the current one is about something that went wrong. */
  get isTrouble(): boolean {
    return this.#isTrouble;
  }

  say(text: string): void {
    this.#goesAlong = this.#isTrouble = false;
    this.#current.value = text;
  }

  /** For what went wrong by itself: nothing was done. */
  warn(text: string): void {
    this.say(text);
    this.#isTrouble = true;
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
