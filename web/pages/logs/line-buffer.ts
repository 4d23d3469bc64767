// The lines that a page shows, of one container or of several together, bounded.
import { type ReadonlySignal, signal } from '@preact/signals';
import { isoIn } from '../../format/time.ts';
import { plainText } from './ansi.ts';
import type { Zone } from './zone/zone-choice.ts';

export interface ShownLine {
  /** Unique on the page. */
  readonly key: string;
  readonly container: string;
  readonly stream: 'stdout' | 'stderr';
  readonly at: string;
  readonly text: string;
  readonly truncated: boolean;
  readonly rules: readonly { readonly id: string; readonly name: string }[];
}

/** Something that is said between lines: that some are missing. */
export interface Remark {
  readonly key: string;
  readonly container: string;
  readonly at: string;
  readonly remark: string;
}

export type Entry = ShownLine | Remark;

export const isRemark = (entry: Entry): entry is Remark => 'remark' in entry;

export const MOST_ENTRIES = 3_000;

export interface BufferState {
  readonly entries: readonly Entry[];
  /** How many came while the view stood still. */
  readonly waiting: number;
  /** How many older ones made room. */
  readonly dropped: number;
}

export class LineBuffer {
  readonly #state = signal<BufferState>({ entries: [], waiting: 0, dropped: 0 });
  #waiting: Entry[] = [];
  #tooMany = 0;
  #isPaused = false;

  get state(): ReadonlySignal<BufferState> {
    return this.#state;
  }

  /** Takes what came at once, in the order in which the server put it. */
  take(entries: readonly Entry[]): void {
    // A view that had to be begun anew brings its last lines once more.
    const known = new Set([...this.#state.value.entries, ...this.#waiting].map(({ key }) => key));
    this.#waiting.push(...entries.filter(({ key }) => !known.has(key)));
    const over = this.#waiting.length - MOST_ENTRIES;
    if (over > 0) {
      this.#waiting.splice(0, over);
      this.#tooMany += over;
    }
    if (this.#isPaused) this.#state.value = { ...this.#state.value, waiting: this.#waiting.length + this.#tooMany };
    else this.#flush();
  }

  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) this.#flush();
  }

  clear(): void {
    [this.#waiting, this.#tooMany] = [[], 0];
    this.#state.value = { entries: [], waiting: 0, dropped: 0 };
  }

  #flush(): void {
    const { entries, dropped } = this.#state.value;
    const all = [...entries, ...this.#waiting];
    const over = Math.max(0, all.length - MOST_ENTRIES);
    this.#state.value = { entries: all.slice(over), waiting: 0, dropped: dropped + over + this.#tooMany };
    [this.#waiting, this.#tooMany] = [[], 0];
  }
}

/** As text: one line each, with its time and where it came from, and nothing in it that a terminal would act on. */
export function asText(entries: readonly Entry[], zone: Zone): string {
  return entries
    .map((entry) => {
      const at = isoIn(entry.at, zone);
      return isRemark(entry)
        ? `# ${at} ${entry.remark}\n`
        : `${at} ${entry.container} ${entry.stream} ${plainText(entry.text)}\n`;
    })
    .join('');
}
