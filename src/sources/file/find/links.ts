// The links among the paths that are watched, and where each leads.
import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { untilTold } from '../until-told.ts';

export class Links {
  readonly #reals = new Map<string, string>();
  /** By where they lead. */
  readonly #byReal = new Map<string, Set<string>>();
  /** What has become one, and led to nothing then. */
  readonly #fresh = new Set<string>();
  /** What may have become one, which nobody told. */
  readonly #unknown = new Set<string>();

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
    const real = realOf(at);
    if (real === undefined) this.#fresh.add(at);
    else if (real === at) this.delete(at);
    else this.add(at, real);
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

/** Undefined where that is nothing. */
function realOf(at: string): string | undefined {
  try {
    return realpathSync.native(at);
  } catch {
    return undefined;
  }
}
