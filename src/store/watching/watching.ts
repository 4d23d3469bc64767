// What is watched, as the store keeps it: the ledger of the tails, behind the lease of each source.
import type { Transaction } from 'kysely';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { LedgerCommit, OriginChange, SavedOrigin, SavedSource } from '../../core/lines/standing.ts';
import { builtOnce } from '../backend/built-once.ts';
import { UNHEARD } from '../backend/unheard.ts';
import type { LeaseTable } from '../background/lease-table.ts';
import type { Database } from '../door/database.ts';
import type { Tables } from '../tables.ts';
import { KnownOrigins } from './known-origins.ts';
import { effectsOfLives, writeLives } from './lives/write-lives.ts';
import { readOrigins } from './read-origins.ts';
import { readFormerSources, readSource } from './read-sources.ts';
import { type CheckSources, sourceFences } from './source-fences.ts';
import { sourceLease } from './source-locks.ts';
import { SourceVerdicts } from './source-verdicts.ts';
import { writeOrigins } from './write-origins.ts';
import { WrittenOrigins } from './written-origins.ts';

/** Of an origin, or of what happened to origins besides their lines. */
export type CommittedEffects<Effect> = Pick<OriginChange<Effect>, 'effects' | 'flood'> &
  Partial<Pick<OriginChange<Effect>, 'origin' | 'gaps'>>;

export interface OriginLedgerOptions<Effect> {
  /** The sources that this instance knows: of all others those that nobody reads are told of as former ones. Without it none are. */
  readonly sources?: readonly string[];
  /** The fencing number of the lease under which this instance reads a source; undefined when it does not. */
  readonly fencingOf: (source: string) => number | undefined;
  /**
   * Writes what judging led to, what is to be said of gaps, and what became of the hits behind earlier events, in the transaction of the commit. It must await
   * nothing but the database.
   */
  readonly writeEffects: (trx: Transaction<Tables>, of: readonly CommittedEffects<Effect>[]) => Promise<void>;
}

export class Watching {
  /** What the API shows. */
  readonly known: KnownOrigins;
  readonly verdicts: SourceVerdicts;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.known = new KnownOrigins(database);
    this.verdicts = new SourceVerdicts(database);
    this.#database = database;
    this.#clock = clock;
  }

  /** The lease under which one of several instances reads the source. */
  leaseOf(source: string): Promise<LeaseTable> {
    return sourceLease(this.#database, source);
  }

  ledger<Effect>(options: OriginLedgerOptions<Effect>): OriginLedger<Effect> {
    return new OriginLedger(this.#database, this.#clock, options);
  }
}

/** Fulfils the tail's port. */
export class OriginLedger<Effect> {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #options: OriginLedgerOptions<Effect>;
  readonly #checkSources: CheckSources;
  readonly #written = new WrittenOrigins();

  constructor(database: Database, clock: Clock, options: OriginLedgerOptions<Effect>) {
    this.#database = database;
    this.#clock = clock;
    this.#options = options;
    this.#checkSources = sourceFences(database);
  }

  load(source: string): Promise<SavedSource & { readonly former?: readonly SavedSource[] }> {
    const { sources } = this.#options;
    return this.#database.read(async (db) => {
      const saved = await readSource(db, source);
      if (sources === undefined) return saved;
      return { ...saved, former: await readFormerSources(db, { except: sources, now: this.#database.now }) };
    });
  }

  loadOrigin(key: string): Promise<SavedOrigin | undefined> {
    return this.#database.read(async (db) => {
      const rows = await db.selectFrom('origins').selectAll('origins').where('origins.key', '=', key).execute();
      const [saved] = await readOrigins(db, rows);
      return saved;
    });
  }

  async commit({ origins, memories, lives = [] }: LedgerCommit<Effect>): Promise<void> {
    const fences = this.#fencesOf([
      ...origins.map(({ origin }) => origin.source),
      ...[...memories, ...lives].map(({ source }) => source),
    ]);
    const written = this.#written.take(origins, fences);
    const moment = { now: this.#clock.now(), kind: this.#database.kind, written };
    await this.#database.write(async (trx) => {
      await this.#checkSources(
        trx,
        [...fences].map(([key, fencing]) => ({ key, fencing })),
      );
      for (const changes of eachOriginOnce(origins))
        for (const as of await writeOrigins(trx, changes, moment)) written.set(as.origin.key, as);
      await writeLives(trx, lives);
      const withEffects = [...origins, ...lives.flatMap(effectsOfLives)].filter(hasEffects);
      if (withEffects.length > 0) await this.#options.writeEffects(trx, withEffects);
      for (const { source, memory } of memories) await writeMemory(trx, { source, memory });
    });
    this.#written.keep(origins, written, fences);
  }

  /** The number of the lease of each source. */
  #fencesOf(keys: readonly string[]): ReadonlyMap<string, number> {
    const fences = new Map<string, number>();
    for (const key of keys) {
      const fencing = this.#options.fencingOf(key);
      if (fencing === undefined) throw new TocsinError('lease_lost', `The lease of ${key} has ended.`);
      fences.set(key, fencing);
    }
    return fences;
  }
}

const writeMemory = builtOnce((db, { source, memory }: { readonly source: string; readonly memory: string }) =>
  db.updateTable('sources').set({ memory }).where('sources.key', '=', source).modifyEnd(UNHEARD).compile(),
);

const hasEffects = ({ effects, flood, gaps = [] }: CommittedEffects<unknown>): boolean =>
  effects.length > 0 || gaps.length > 0 || (flood !== undefined && (flood.rules.size > 0 || flood.settled.length > 0));

/** Parts the changes so that none of the parts has two of one origin; in order. */
function eachOriginOnce<Effect>(changes: readonly OriginChange<Effect>[]): OriginChange<Effect>[][] {
  const parts: Map<string, OriginChange<Effect>>[] = [];
  for (const change of changes) {
    const part = parts.find((one) => !one.has(change.origin.key)) ?? new Map<string, OriginChange<Effect>>();
    if (part.size === 0) parts.push(part);
    part.set(change.origin.key, change);
  }
  return parts.map((part) => [...part.values()]);
}
