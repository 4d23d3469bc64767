// The names in a folder, asked of the kernel once for all who ask at the same time: of thousands of logs in one folder all may be rotated at once.
import { readdir } from 'node:fs/promises';

interface Asked {
  readonly names: Promise<FolderNames>;
  /** For those who came while it was answered: it may lack what they are to see. */
  next: Promise<FolderNames> | undefined;
}

const underWay = new Map<string, Asked>();

/** In order. */
export class FolderNames {
  readonly #sorted: readonly string[];

  constructor(names: readonly string[]) {
    this.#sorted = names.toSorted(byCodeUnits);
  }

  /** All that begin so. */
  beginningWith(start: string): readonly string[] {
    const from = this.#firstFrom(start);
    let end = from;
    while (this.#sorted[end]?.startsWith(start)) end++;
    return this.#sorted.slice(from, end);
  }

  #firstFrom(start: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? '') < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** As they are at some moment from now on. */
export function namesIn(folder: string): Promise<FolderNames> {
  const asked = underWay.get(folder);
  if (asked === undefined) return ask(folder);
  const again = (): Promise<FolderNames> => ask(folder);
  asked.next ??= asked.names.then(again, again);
  return asked.next;
}

function ask(folder: string): Promise<FolderNames> {
  const names = readdir(folder).then((found) => new FolderNames(found));
  const asked: Asked = { names, next: undefined };
  const isOver = (): void => {
    if (asked.next === undefined) underWay.delete(folder);
  };
  underWay.set(folder, asked);
  names.then(isOver, isOver);
  return names;
}

const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
