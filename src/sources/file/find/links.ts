// The links among the paths that are watched, and where each leads.
import { readlinkSync } from 'node:fs';
import { readlink, realpath } from 'node:fs/promises';
import path from 'node:path';

interface Link {
  readonly real: string;
  /** What stands in it; undefined where a folder on the way is the link. */
  readonly text: string | undefined;
}

export class Links {
  readonly #links = new Map<string, Link>();
  /** By where they lead. */
  readonly #byReal = new Map<string, string>();
  /** What has become one since it was looked. */
  readonly #fresh = new Set<string>();

  /** The folders of what they lead to. */
  get folders(): readonly string[] {
    return [...new Set([...this.#links.values()].map(({ real }) => path.dirname(real)))];
  }

  realOf(at: string): string | undefined {
    return this.#links.get(at)?.real;
  }

  /** The link that leads to a file, as far as that was looked at. */
  to(real: string): string | undefined {
    return this.#byReal.get(real);
  }

  /** Whether it still says what it did; nobody may wait for that, for events come one behind the other. */
  isStill(at: string): boolean {
    const text = this.#links.get(at)?.text;
    if (text === undefined) return true;
    try {
      return readlinkSync(at) === text;
    } catch {
      return false;
    }
  }

  async add(at: string, real: string): Promise<void> {
    this.delete(at);
    const text = await readlink(at).catch(() => undefined);
    this.#links.set(at, { real, text });
    this.#byReal.set(real, at);
  }

  /** It has become a link, or leads elsewhere. */
  wantsLook(at: string): void {
    this.#fresh.add(at);
  }

  delete(at: string): void {
    const link = this.#links.get(at);
    if (link !== undefined && this.#byReal.get(link.real) === at) this.#byReal.delete(link.real);
    this.#links.delete(at);
  }

  /** Looks where each leads now; what is none any more leads to itself. */
  async look(): Promise<void> {
    for (const at of new Set([...this.#links.keys(), ...this.#fresh])) {
      const real = await realpath(at).catch(() => undefined);
      if (real === at) this.delete(at);
      else if (real !== undefined && real !== this.realOf(at)) await this.add(at, real);
    }
    this.#fresh.clear();
  }
}
