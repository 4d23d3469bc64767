// What an index of words is: each database has its own, and both answer alike.
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../../tables.ts';

/** Of an event in an index: its words, and what else of it can be asked for (`text-terms.ts`). */
export interface IndexedEvent {
  readonly id: number;
  readonly terms: readonly string[];
}

export interface WantedTerms {
  /** Of each of these at least one. */
  readonly groups: readonly (readonly string[])[];
  /** And one that begins so. */
  readonly beginning: string;
}

export interface Search {
  readonly wanted: WantedTerms;
  /** Which blocks to look into, the newest first. */
  readonly blocks: readonly number[];
  /** Only below this id. */
  readonly below: number;
}

/** What one step of a search has found. */
export interface Candidates {
  /** The newest first. Some may be no hit: whoever asked looks at each. */
  readonly ids: readonly number[];
  /** Every hit of these blocks from this id on has been among the candidates. */
  readonly downTo: number;
}

export interface TextIndex {
  /** All events of a block, once. */
  add(trx: Transaction<Tables>, block: number, events: readonly IndexedEvent[]): Promise<void>;
  /** Of a block that has no event any more: it is not among the blocks. What is kept of it goes at the latest with the blocks beside it. */
  forget(trx: Transaction<Tables>, block: number): Promise<void>;
  /** From the newest on, in steps of some milliseconds each. */
  find(db: Kysely<Tables>, search: Search): AsyncGenerator<Candidates>;
}

/** With fewer candidates than this it is quicker to look at each than to look for beginnings of words. */
export const FEW = 200;
