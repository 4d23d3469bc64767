// Remembers how origins stand in the database, so that a commit need not ask: whoever has the lease of their source is the only one that writes them.
import type { Origin } from '../../core/lines/origin.ts';
import type { OriginChange } from '../../core/lines/standing.ts';
import type { TailSpan } from './origin-rows.ts';

export interface WrittenOrigin {
  readonly id: number;
  /** As it is described there: one of which something has changed is another object. Labels may be long, and commits are many. */
  readonly origin: Origin;
  readonly span: TailSpan;
  /** Changes of its position since what is left of its tail was deleted last. */
  readonly uncleaned: number;
}

/** As many files as are watched, and containers beside; of those that were written first is asked again. With fewer each commit would forget what the next one needs. */
const MOST = 25_000;

/** What is taken for a commit is remembered again when that is durable: when it fails, nobody knows how they stand. */
export class WrittenOrigins {
  readonly #known = new Map<string, WrittenOrigin & { readonly fencing: number | undefined }>();

  /** By their keys; those that were written under these leases. */
  take(changes: readonly OriginChange<unknown>[], fences: ReadonlyMap<string, number>): Map<string, WrittenOrigin> {
    const taken = new Map<string, WrittenOrigin>();
    for (const { origin } of changes) {
      const known = this.#known.get(origin.key);
      if (known !== undefined && known.fencing === fences.get(origin.source)) taken.set(origin.key, known);
    }
    for (const { origin } of changes) this.#known.delete(origin.key);
    return taken;
  }

  /** One that is gone may be deleted later on, and come back. */
  keep(
    changes: readonly OriginChange<unknown>[],
    written: ReadonlyMap<string, WrittenOrigin>,
    fences: ReadonlyMap<string, number>,
  ): void {
    for (const { origin, gone } of changes) {
      const as = written.get(origin.key);
      this.#known.delete(origin.key);
      if (as !== undefined && !gone) this.#known.set(origin.key, { ...as, fencing: fences.get(origin.source) });
    }
    for (const key of this.#known.keys()) {
      if (this.#known.size <= MOST) return;
      this.#known.delete(key);
    }
  }
}
