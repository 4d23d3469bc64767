import { TocsinError } from '../../src/core/errors.ts';
import type { LedgerCommit, SavedOrigin } from '../../src/core/lines/standing.ts';
import type { Ledger } from '../../src/tail/ledger.ts';

/** A ledger between a tail and the true one, which fails, waits and dies as a test has it. */
export class FaultyLedger<Effect> implements Ledger<Effect> {
  readonly #ledger: Ledger<Effect>;
  /** Every commit that was asked for, with its end. */
  readonly asked: { readonly commit: LedgerCommit<Effect>; end?: 'committed' | 'failed' }[] = [];
  /** While true every call fails, as with a database that is gone. */
  unavailable = false;
  /** Why a commit is objected to; undefined when it is not. */
  objection: (commit: LedgerCommit<Effect>) => Error | undefined = () => undefined;
  /** Runs after each commit that succeeded, before anybody hears of it. */
  afterCommit: () => void = () => {};
  #dead = false;
  #gate: { readonly opened: Promise<void>; readonly open: () => void } | undefined;

  constructor(ledger: Ledger<Effect>) {
    this.#ledger = ledger;
  }

  get commits(): readonly LedgerCommit<Effect>[] {
    return this.asked.filter(({ end }) => end === 'committed').map(({ commit }) => commit);
  }

  /** Commits from now on wait for `release`. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate ??= { opened: promise, open: resolve };
  }

  release(): void {
    this.#gate?.open();
    this.#gate = undefined;
  }

  /** The process is killed: nothing is committed any more, and nobody is answered. */
  die(): void {
    this.#dead = true;
  }

  async load(source: string) {
    await this.#reach();
    return this.#ledger.load(source);
  }

  async loadOrigin(key: string): Promise<SavedOrigin | undefined> {
    await this.#reach();
    return this.#ledger.loadOrigin(key);
  }

  async commit(commit: LedgerCommit<Effect>): Promise<void> {
    const asked: (typeof this.asked)[number] = { commit };
    this.asked.push(asked);
    await this.#gate?.opened;
    try {
      await this.#reach();
      const objection = this.objection(commit);
      if (objection) throw objection;
      await this.#ledger.commit(commit);
    } catch (error) {
      asked.end = 'failed';
      throw error;
    }
    asked.end = 'committed';
    this.afterCommit();
  }

  async #reach(): Promise<void> {
    if (this.#dead) await new Promise(() => {});
    if (this.unavailable) throw new TocsinError('store_unavailable', 'The store is not available: it is broken.');
  }
}
