// The links among the paths that are watched, and where each leads.
import { readlinkSync, realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
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
  /** What has become one, and led to nothing then. */
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
    return text === undefined || textOf(at) === text;
  }

  add(at: string, real: string): void {
    this.delete(at);
    this.#links.set(at, { real, text: textOf(at) });
    this.#byReal.set(real, at);
  }

  /** It was told just now that something else came to this path: what happens from here on happens to what that leads to, and is told next. So nobody may wait for this either. */
  turned(at: string): void {
    const real = realOf(at);
    if (real === undefined) this.#fresh.add(at);
    else if (real === at) this.delete(at);
    else this.add(at, real);
  }

  delete(at: string): void {
    const link = this.#links.get(at);
    if (link !== undefined && this.#byReal.get(link.real) === at) this.#byReal.delete(link.real);
    this.#links.delete(at);
  }

  /** Looks where each leads now; what is none any more leads to itself. */
  async look(): Promise<void> {
    for (const at of new Set([...this.#links.keys(), ...this.#fresh])) {
      const before = this.#links.get(at);
      const real = await realpath(at).catch(() => undefined);
      // What was told meanwhile is newer.
      if (real === undefined || real === before?.real || this.#links.get(at) !== before) continue;
      this.turned(at);
    }
    this.#fresh.clear();
  }
}

function textOf(at: string): string | undefined {
  try {
    return readlinkSync(at);
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
