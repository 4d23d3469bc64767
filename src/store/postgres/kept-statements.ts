// Which statements the server of a connection keeps, so that it reads and plans those that come with every commit only once in a while.
import type { Said } from './statement-run.ts';

/** A plan that was made when a table was small must not stay. */
const KEPT_MS = 10_000;
/** On the server, for one connection. */
const MOST = 200;

export type Naming = Pick<Said, 'name' | 'isKept' | 'closes'>;

const WITHOUT: Naming = { name: '', isKept: false, closes: undefined };

/** Whether statements are kept at all, for all connections of a pool. */
export interface Keeping {
  isOn: boolean;
}

interface Kept {
  readonly name: string;
  readonly until: number;
}

/** Of one connection, which ends when one of them fails: so it is always known which names the server has. */
export class KeptStatements {
  readonly #keeping: Readonly<Keeping>;
  /** By their texts. */
  readonly #kept = new Map<string, Kept>();
  #named = 0;

  constructor(keeping: Readonly<Keeping>) {
    this.#keeping = keeping;
  }

  /** How a statement is to be said at this moment; the caller says it. */
  nameOf(text: string, now: number): Naming {
    if (!this.#keeping.isOn) return WITHOUT;
    const kept = this.#kept.get(text);
    if (kept !== undefined && now < kept.until) return { name: kept.name, isKept: true, closes: undefined };
    const closes = kept?.name ?? this.#oldestTooMuch();
    const name = `tocsin_${++this.#named}`;
    this.#kept.delete(text);
    this.#kept.set(text, { name, until: now + KEPT_MS });
    return { name, isKept: false, closes };
  }

  #oldestTooMuch(): string | undefined {
    const [oldest] = this.#kept;
    if (oldest === undefined || this.#kept.size < MOST) return undefined;
    this.#kept.delete(oldest[0]);
    return oldest[1].name;
  }
}
