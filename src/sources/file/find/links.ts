// The links among the paths that are watched, and where each leads.
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { untilTold } from '../until-told.ts';

/** A link may lead to another one where nothing is, and so on. */
const MOST_LINKS = 8;

export class Links {
  readonly #reals = new Map<string, string>();
  /** By where they lead. */
  readonly #byReal = new Map<string, Set<string>>();
  /** What has become one, and led to nothing then. */
  readonly #fresh = new Set<string>();
  /** What may have become one, which nobody told. */
  readonly #unknown = new Set<string>();
  /** Those that led to nothing when that was told, until all that had happened by then is told as well: whether something came or went there meanwhile. */
  readonly #nowhere = new Map<string, { isUnclear: boolean }>();
  readonly #missed: (at: string) => void;

  /** `missed`: where one leads something may have happened that was not told. */
  constructor(missed: (at: string) => void = () => undefined) {
    this.#missed = missed;
  }

  /** The folders of what they lead to. */
  get folders(): readonly string[] {
    return [...new Set([...this.#reals.values()].map((real) => path.dirname(real)))];
  }

  realOf(at: string): string | undefined {
    return this.#reals.get(at);
  }

  /** The links that lead to a file, as far as that was looked at. */
  to(real: string): readonly string[] {
    return [...(this.#byReal.get(real) ?? [])];
  }

  add(at: string, real: string): void {
    this.delete(at);
    this.#reals.set(at, real);
    this.#byReal.set(real, (this.#byReal.get(real) ?? new Set()).add(at));
  }

  /** It was told just now that something else came to this path: what happens from here on happens to what that leads to, and is told next. So nobody may wait for this either. */
  turned(at: string): void {
    const asked = this.#nowhere.get(at);
    if (asked) asked.isUnclear = true;
    this.#nowhere.delete(at);
    const reached = realOf(at);
    const real = reached ?? endOf(at);
    if (real === undefined) this.#fresh.add(at);
    else if (real === at) this.delete(at);
    else this.add(at, real);
    if (real !== undefined && reached === undefined) void this.#asksWhatWasThere(at);
  }

  /** It was told so, and nothing is there: it may be made yet, or have been there when the link was led to it. */
  leadsNowhere(at: string): boolean {
    return this.#nowhere.has(at);
  }

  /** Something came to this place or went. */
  cameOrWent(real: string): void {
    for (const at of this.to(real)) {
      const asked = this.#nowhere.get(at);
      if (asked) asked.isUnclear = true;
    }
  }

  async #asksWhatWasThere(at: string): Promise<void> {
    const asked = { isUnclear: false };
    this.#nowhere.set(at, asked);
    await untilTold();
    if (this.#nowhere.get(at) === asked) this.#nowhere.delete(at);
    if (asked.isUnclear) this.#missed(at);
  }

  delete(at: string): void {
    this.#fresh.delete(at);
    const real = this.#reals.get(at);
    const links = real === undefined ? undefined : this.#byReal.get(real);
    if (real !== undefined && links?.delete(at) && links.size === 0) this.#byReal.delete(real);
    this.#reals.delete(at);
  }

  /** It may have become one, which nobody told. */
  mayLead(at: string): void {
    if (!this.#reals.has(at)) this.#unknown.add(at);
  }

  /** Looks where each leads now; what is none any more leads to itself. Those that lead elsewhere than was told. */
  async look(): Promise<readonly string[]> {
    const untold: string[] = [];
    const asked = new Set([...this.#reals.keys(), ...this.#fresh, ...this.#unknown]);
    this.#unknown.clear();
    for (const at of asked) {
      const before = this.#reals.get(at);
      const isTold = this.#fresh.delete(at);
      const real = await realpath(at).catch(() => undefined);
      if (real === undefined && isTold) this.#fresh.add(at);
      if (real === undefined || real === (before ?? at)) continue;
      await untilTold();
      // What was told meanwhile is newer.
      if (this.#reals.get(at) !== before) continue;
      this.turned(at);
      if (!isTold) untold.push(at);
    }
    return untold;
  }
}

/** Where a link leads at which nothing is; undefined where not even a folder for it is, or it is no link. */
function endOf(link: string): string | undefined {
  try {
    let at = link;
    for (let links = 0; links < MOST_LINKS; links++) {
      const to = path.resolve(path.dirname(at), readlinkSync(at));
      at = path.join(realpathSync.native(path.dirname(to)), path.basename(to));
      if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at;
    }
    return undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where that is nothing. */
function realOf(at: string): string | undefined {
  try {
    return realpathSync.native(at);
  } catch {
    return undefined;
  }
}
