// A path that leads to what another path reads: nothing of it is read here, until that one is led elsewhere or gone.
import { realpath } from 'node:fs/promises';
import type { Sharing } from '../../generation/sharing.ts';
import type { SeenFile } from '../../generation/survey.ts';
import type { Generations } from '../generations.ts';
import type { Leaving } from './leaving.ts';

export interface BesideOptions {
  readonly path: string;
  readonly sharing: Sharing;
  readonly generations: Generations;
  readonly leaving: Leaving;
}

export class Beside {
  readonly #options: BesideOptions;

  constructor(options: BesideOptions) {
    this.#options = options;
  }

  /** The path under which it is read; undefined where that is this one. */
  async readerOf({ file }: SeenFile): Promise<string | undefined> {
    const { path, sharing, generations } = this.#options;
    const { newest } = generations;
    // Whoever has begun to read one goes on with it, whatever its names.
    const isBegun = newest !== undefined && !newest.isBlank && newest.file === file;
    return sharing.otherReader(file, isBegun ? undefined : await realpath(path).catch(() => path));
  }

  /** What was read before is left. False while nothing may be handed over, or something happens to the path. */
  async stands(seen: SeenFile): Promise<boolean> {
    const { generations, leaving } = this.#options;
    const { newest } = generations;
    if (!newest?.isBlank || newest.file !== seen.file) return leaving.leaveBeside(newest, seen);
    newest.changed = seen.changed;
    await generations.lives.stands(newest);
    return true;
  }
}
