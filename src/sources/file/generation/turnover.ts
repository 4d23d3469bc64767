// What was told of the files that a path led to, one after the other, also of those that nobody saw.

/** One of them, by how many came before it. */
export interface Life {
  readonly serial: number;
  /** How often something may have been missed before it. */
  readonly missed: number;
  readonly isHeard: boolean;
  /** It had not gone again when one asked, as far as that was told. */
  readonly isThere: boolean;
}

/** What came behind one of them and is no more where it was. */
export interface LivesBetween {
  /** All that happened was told. */
  readonly isCertain: boolean;
  /** The oldest first. */
  readonly lives: readonly PastLife[];
}

export interface PastLife {
  readonly serial: number;
  /** It stands, or stood, under a name that a rotated file has; otherwise it was destroyed. */
  readonly isMoved: boolean;
  /** Nothing was written to it; of one that was gone when one looked that is not certain, and it counts as written to. */
  readonly isEmpty: boolean;
}

type Past = { -readonly [Key in keyof PastLife]: PastLife[Key] };

export interface Turned {
  /** Not the path itself but what it leads to, for it is a link. */
  readonly isTarget: boolean;
  /** Something came to the place as what was there went. */
  readonly isReplaced: boolean;
  /** Nobody was told of what is written to what came. */
  readonly isWritten: boolean;
  /** What came is a pipe, a device or a folder. */
  readonly isNoFile?: boolean;
  /** What was there has the name of a rotated file as well. */
  readonly isLinked?: boolean;
  /** What came is a link at whose end nothing is yet. */
  readonly leadsNowhere?: boolean;
  /** Where the link leads now that came: when that is told it may have been led elsewhere since. */
  readonly leadsTo?: string | undefined;
}

/** So many that nobody asked for are known; more than that are not all known. */
const MOST_PAST = 1_000;

export class Turnover {
  readonly #hears: () => boolean;
  readonly #isThere = { path: true, target: true };
  #serial = 0;
  #wasWritten: boolean;
  #isNoFile = false;
  /** Where something is said to have come as what was there went, and nothing was told since. */
  #replaced: 'path' | 'target' | undefined;
  /** When it was told last that a link came. */
  #ledTo: string | undefined;
  #missed = 0;
  #past: Past[] = [];

  /** `hears`: whether all that happens is told now. `wasWritten`: something stands in what the path leads to first. */
  constructor(hears: () => boolean, wasWritten = true) {
    this.#hears = hears;
    this.#wasWritten = wasWritten;
  }

  get first(): Life {
    return { serial: -1, missed: 0, isHeard: true, isThere: true };
  }

  /** What the path leads to now, as far as that was told. */
  get now(): Life {
    return {
      serial: this.#serial,
      missed: this.#missed,
      isHeard: this.#hears(),
      isThere: this.#isAllThere,
    };
  }

  /** Something came to the path, or went from it. */
  turned({
    isTarget,
    isReplaced,
    isWritten,
    isNoFile = false,
    isLinked = false,
    leadsNowhere = false,
    leadsTo,
  }: Turned): void {
    const [wasThere, part] = [this.#isAllThere, isTarget ? 'target' : 'path'] as const;
    this.#isThere[part] = isReplaced || !this.#isThere[part];
    // Of where another link leads nothing was told: something stands there, as a rule.
    if (!isTarget) this.#isThere.target = !leadsNowhere;
    if (!isTarget && this.#isThere.path) this.#isLed(leadsTo);
    if (wasThere) this.#ends(isLinked);
    this.#replaced = wasThere && isReplaced ? part : undefined;
    if (!this.#isAllThere) return;
    this.#begins((isWritten || isReplaced) && !isNoFile);
    this.#isNoFile = isNoFile;
  }

  /** Where it was seen to be led already, it was led elsewhere in between: what happened there was told of nothing that is watched. */
  #isLed(leadsTo: string | undefined): void {
    if (leadsTo !== undefined && leadsTo === this.#ledTo) this.missed();
    this.#ledTo = leadsTo;
  }

  written(): void {
    this.#replaced = undefined;
    if (this.#isAllThere && !this.#isNoFile) this.#wasWritten = true;
  }

  /** What went last has the name of a rotated file now. */
  moved(): void {
    const last = this.#past.at(-1);
    const wentAs = this.#replaced === undefined ? this.#serial : this.#serial - 1;
    // So it went by itself, and another file had gone for reasons of its own before.
    if (this.#replaced !== undefined) this.#isThere[this.#replaced] = false;
    this.#replaced = undefined;
    if (!this.#isAllThere && last?.serial === wentAs) last.isMoved = true;
  }

  /** Something may have happened that was not told. */
  missed(): void {
    this.#missed++;
  }

  /** Nothing was told of it, but the path has led to a file since all that happened until `life` was told. */
  isThereAt(life: Life): Life {
    // What was there then and is not there now has gone since.
    if (life.isThere || this.#isAllThere || life.serial !== this.#serial) return life;
    [this.#isThere.path, this.#isThere.target] = [true, true];
    this.#begins(true);
    return this.now;
  }

  /** Of what came behind this one, and before that one. */
  between({ serial, missed, isHeard }: Life, until?: Life): LivesBetween {
    const end = until?.serial ?? Number.POSITIVE_INFINITY;
    return {
      isCertain: isHeard && this.#hears() && missed === this.#missed,
      lives: this.#past.filter((one) => one.serial > serial && one.serial < end),
    };
  }

  /** Nobody asks any more for what came before this one. */
  forget({ serial }: Life): void {
    this.#past = this.#past.filter((one) => one.serial >= serial);
  }

  get #isAllThere(): boolean {
    return this.#isThere.path && this.#isThere.target;
  }

  #ends(isMoved: boolean): void {
    this.#past.push({ serial: this.#serial, isMoved, isEmpty: !this.#wasWritten });
    if (this.#past.length <= MOST_PAST) return;
    this.#past.shift();
    this.missed();
  }

  #begins(wasWritten: boolean): void {
    this.#serial++;
    this.#wasWritten = wasWritten;
    this.#isNoFile = false;
  }
}
