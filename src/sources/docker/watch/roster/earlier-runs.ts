// What earlier runs knew of an engine's containers, until the first list of this run shows what has become of them.
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import type { WatchedSpan } from '../containers/start-position.ts';
import { type FormerWatch, formerSelf } from './former-self.ts';

export interface EarlierRunsOptions {
  readonly origins: readonly { readonly origin: ContainerOrigin; readonly gone: boolean }[];
  readonly unstarted: readonly string[];
  /** What is known under names that nobody uses any more. */
  readonly former?: readonly FormerWatch[];
}

export class EarlierRuns {
  /** Those that no list of this run has shown yet. */
  readonly #expected: Map<string, ContainerOrigin>;
  /** Those that had never run. */
  #wereUnstarted: ReadonlySet<string>;
  /** Of which one may be this engine; none any more when a list was seen. */
  #former: readonly FormerWatch[];

  constructor({ origins, unstarted, former = [] }: EarlierRunsOptions) {
    this.#expected = new Map(origins.filter(({ gone }) => !gone).map(({ origin }) => [origin.containerId, origin]));
    this.#wereUnstarted = new Set(unstarted);
    this.#former = former;
  }

  /** It was there, and no list has shown yet whether it still is. */
  expects(id: string): boolean {
    return this.#expected.has(id);
  }

  hadNotStarted(id: string): boolean {
    return this.#wereUnstarted.has(id);
  }

  /** What has become of it is known. */
  found(id: string): void {
    this.#expected.delete(id);
  }

  /** The engine had another name before: what is known from then is its own. Gives since when it was watched; undefined when it had none. */
  recognise(where: {
    readonly host: string;
    readonly seen: ReadonlySet<string>;
  }): { readonly span: WatchedSpan | undefined } | undefined {
    const former = formerSelf(this.#former, where);
    this.#former = [];
    if (former === undefined) return undefined;
    this.#wereUnstarted = new Set(former.unstarted);
    for (const origin of former.origins) this.#expected.set(origin.containerId, origin);
    return { span: former.span };
  }

  /** Those that a list should have shown and has not. None is expected any more. */
  takeMissing(seen: ReadonlySet<string>): readonly ContainerOrigin[] {
    const missing = [...this.#expected.values()].filter(({ containerId }) => !seen.has(containerId));
    this.#expected.clear();
    return missing;
  }
}
