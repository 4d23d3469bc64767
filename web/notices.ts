import { type ReadonlySignal, signal } from '@preact/signals';

export interface Notice {
  readonly text: string;
  /** It is about something that went wrong. */
  readonly isTrouble: boolean;
}

/** The one thing that was just done and that a person should hear of: "mira was added." The newest replaces the one before; the same words again are a new one. */
export class Notices {
  readonly #current = signal<Notice | undefined>(undefined);
  /** It is about what was done on the page before, and is to be read on the next one. */
  #goesAlong = false;

  get current(): ReadonlySignal<Notice | undefined> {
    return this.#current;
  }

  say(text: string): void {
    this.#show({ text, isTrouble: false }, false);
  }

  /** For what went wrong by itself: nothing was done. */
  warn(text: string): void {
    this.#show({ text, isTrouble: true }, false);
  }

  /** For what ends with a way to another page. */
  sayOnNextPage(text: string): void {
    this.#show({ text, isTrouble: false }, true);
  }

  /** Somebody went to another page. */
  pageChanged(): void {
    if (!this.#goesAlong) this.clear();
    this.#goesAlong = false;
  }

  clear(): void {
    this.#current.value = undefined;
  }

  #show(notice: Notice, goesAlong: boolean): void {
    this.#goesAlong = goesAlong;
    this.#current.value = notice;
  }
}
