// What came or went last in the folders that are listened to: a rename is told as two, one behind the other.
import path from 'node:path';

export interface Maker {
  readonly at: string;
  /** How often it came or went in this turn of the loop, or with nothing else coming or going in between. */
  readonly times: number;
}

export interface Before {
  /** What came or went in the same folder just before. */
  readonly before: string | undefined;
  /** What came or went just before, here or in another folder. */
  readonly makers: readonly Maker[];
}

export class LastRenamed {
  /** In each folder, where nothing else has happened there since. */
  readonly #here = new Map<string, string>();
  /** In any of them. */
  #anywhere: { readonly folder: string; readonly at: string; readonly times: number } | undefined;
  /** How often each came or went in this turn of the loop. */
  readonly #times = new Map<string, number>();

  /** Something has happened in a folder; `name` is what came or went, undefined where nothing did. What was before that. */
  happened(folder: string, name: string | undefined): Before {
    const before = this.#here.get(folder);
    const makers = this.#makers(folder, before);
    this.#here.delete(folder);
    if (name !== undefined) this.#renamed(folder, name);
    return { before, makers };
  }

  turnEnds(): void {
    this.#times.clear();
  }

  /** It is listened to no more. */
  forget(folder: string): void {
    this.#here.delete(folder);
  }

  #renamed(folder: string, name: string): void {
    const at = path.join(folder, name);
    const last = this.#anywhere;
    this.#here.set(folder, name);
    this.#times.set(at, this.#timesOf(at) + 1);
    this.#anywhere = { folder, at, times: last?.at === at ? last.times + 1 : 1 };
  }

  #makers(folder: string, before: string | undefined): readonly Maker[] {
    const here = before === undefined ? [] : [path.join(folder, before)];
    const last = this.#anywhere;
    const elsewhere = last === undefined || last.folder === folder ? [] : [last];
    return [
      ...here.map((at) => ({ at, times: this.#timesOf(at) })),
      ...elsewhere.map(({ at, times }) => ({ at, times: Math.max(times, this.#timesOf(at)) })),
    ];
  }

  #timesOf(at: string): number {
    return this.#times.get(at) ?? 0;
  }
}
