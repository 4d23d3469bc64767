import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type ApiError, asApiError, isAbort } from '../api/api-error.ts';
import type { ListPage } from '../api/shapes.ts';

export type LoadPage<Item> = (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>;

export interface ListState<Item> {
  /** Undefined until the first page is there. */
  readonly items: readonly Item[] | undefined;
  readonly nextCursor: string | null;
  readonly loading: boolean;
  readonly fault: ApiError | undefined;
}

/** A list of the server that is read newest first, page after page. The newest call wins: one that is still under way is given up. */
export class PagedList<Item> {
  readonly #load: LoadPage<Item>;
  readonly #state = signal<ListState<Item>>({ items: undefined, nextCursor: null, loading: false, fault: undefined });
  readonly hasMore = computed(() => this.#state.value.nextCursor !== null);
  #underWay = new AbortController();
  #isFirstAlone = true;

  constructor(load: LoadPage<Item>) {
    this.#load = load;
  }

  get state(): ReadonlySignal<ListState<Item>> {
    return this.#state;
  }

  /** Reads the first page anew; the old items stay until it is there. It never rejects. */
  reload(): Promise<void> {
    return this.#read(undefined, []);
  }

  /** The same where that disturbs nobody: not while something is under way, and not where older pages are shown that would go. It never rejects. */
  async refresh(): Promise<void> {
    if (!this.#state.value.loading && this.#isFirstAlone) await this.reload();
  }

  async more(): Promise<void> {
    const { nextCursor, items } = this.#state.value;
    if (nextCursor !== null) await this.#read(nextCursor, items ?? []);
  }

  /** Gives up what is under way. */
  close(): void {
    this.#underWay.abort();
  }

  async #read(cursor: string | undefined, before: readonly Item[]): Promise<void> {
    this.#underWay.abort();
    this.#underWay = new AbortController();
    const given = this.#underWay.signal;
    this.#state.value = { ...this.#state.value, loading: true, fault: undefined };
    try {
      const page = await this.#load(cursor, given);
      if (given.aborted) return;
      this.#isFirstAlone = cursor === undefined;
      const items = [...before, ...page.items];
      this.#state.value = { items, nextCursor: page.next_cursor, loading: false, fault: undefined };
    } catch (error) {
      if (given.aborted || isAbort(error)) return;
      this.#state.value = { ...this.#state.value, loading: false, fault: asApiError(error) };
    }
  }
}
