/** Keys that are pressed one after the other, such as `g` `o`. A single key is a chord of one. */
export interface Chord {
  readonly keys: readonly string[];
}

/** How long a second key may take before the first is forgotten. */
const PATIENCE_MS = 1_500;

export interface ChordReaderOptions<Meaning extends Chord> {
  readonly chords: readonly Meaning[];
  /** Milliseconds from any start, never going back. */
  readonly now: () => number;
}

/** Reads keys as they are pressed and says when they complete a chord. No chord may begin with the whole of another. */
export class ChordReader<Meaning extends Chord> {
  readonly #chords: readonly Meaning[];
  readonly #now: () => number;
  #pressed: readonly string[] = [];
  #lastAt = 0;

  constructor({ chords, now }: ChordReaderOptions<Meaning>) {
    this.#chords = chords;
    this.#now = now;
  }

  /** The chord that this key completes. A key that leads nowhere is read anew, as the first of another chord. */
  press(key: string): Meaning | undefined {
    const at = this.#now();
    const before = at - this.#lastAt > PATIENCE_MS ? [] : this.#pressed;
    this.#lastAt = at;
    const complete = this.#read([...before, key]);
    const ledNowhere = complete === undefined && this.#pressed.length === 0 && before.length > 0;
    return ledNowhere ? this.#read([key]) : complete;
  }

  forget(): void {
    this.#pressed = [];
  }

  #read(pressed: readonly string[]): Meaning | undefined {
    const possible = this.#chords.filter(({ keys }) => pressed.every((key, at) => keys[at] === key));
    const complete = possible.find(({ keys }) => keys.length === pressed.length);
    this.#pressed = complete || possible.length === 0 ? [] : pressed;
    return complete;
  }
}
