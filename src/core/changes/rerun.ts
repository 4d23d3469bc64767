// One piece of work that is never done twice at once: whoever asks while it runs is served by a run that begins later.

export class Rerun {
  readonly #work: () => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  /** The run that has not begun yet; all who ask before it does share it. */
  #next: Promise<void> | undefined;

  /** The work must not reject. */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves when a run that began after this call is over. */
  ask(): Promise<void> {
    if (this.#next) return this.#next;
    const next = this.#last.then(() => {
      this.#next = undefined;
      return this.#work();
    });
    this.#next = next;
    this.#last = next;
    return next;
  }
}
