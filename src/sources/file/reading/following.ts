// Reads what comes to the generation to which the path leads.
import type { Cursor } from '../generation/cursor.ts';
import type { SeenFile } from '../generation/survey.ts';
import type { Descriptors } from '../opened/descriptors.ts';
import type { Drained } from './drain.ts';
import type { Generations } from './generations.ts';
import type { Telling } from './telling.ts';

export interface FollowingOptions {
  readonly generations: Generations;
  readonly telling: Telling;
  readonly descriptors: Pick<Descriptors, 'isFull'>;
}

export class Following {
  readonly #options: FollowingOptions;
  /** What the path led to when all of it had been read. */
  #allRead: SeenFile | undefined;
  #size = 0;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Of what the path led to last. */
  get size(): number {
    return this.#size;
  }

  /** Whether it is certain that the path leads to this one still, and that nothing has to be looked at before it is read. */
  leadsTo(newest: Cursor, seen: SeenFile): boolean {
    if (seen.file !== newest.file || newest.isCut || !newest.isProven) return false;
    return !newest.isBlank || !this.#isBegun(newest, seen);
  }

  async stands(newest: Cursor, seen: SeenFile): Promise<void> {
    await this.#options.generations.lives.stands(newest);
    this.#size = seen.size;
  }

  hasRead(seen: SeenFile): boolean {
    return this.#allRead?.size === seen.size && this.#allRead.changed === seen.changed;
  }

  /** There is nothing to be read in it, or in nothing. */
  rests(seen: SeenFile | undefined): void {
    this.#allRead = seen;
  }

  /** The path leads to nothing that is read here. */
  ends(): void {
    [this.#size, this.#allRead] = [0, undefined];
  }

  /** False where it cannot be opened. */
  async readOn(newest: Cursor, seen: SeenFile): Promise<boolean> {
    const { generations, telling, descriptors } = this.#options;
    if (!generations.files.isOpen(newest) && !(await generations.files.open(newest, seen))) return false;
    if (telling.state !== 'following') telling.stands('catching_up');
    const drained = seen.size < newest.at ? 'changed' : await this.#drainBegun(newest);
    if (drained === 'changed') await generations.cut(newest);
    if (drained !== 'end') return true;
    // What was copied of a blank one is known by having come since.
    if (!newest.isBlank) newest.changed = seen.changed;
    this.#allRead = seen;
    if (descriptors.isFull) await generations.files.close(newest);
    return true;
  }

  /** Something was written to a blank one, which may be blank again: then it was copied and cut since. */
  #isBegun(blank: Cursor, seen: SeenFile): boolean {
    return seen.size > 0 || (seen.changed !== blank.changed && seen.changed !== this.#allRead?.changed);
  }

  /** What has come to an empty one since is looked at before it is read: others may have come and gone. */
  async #drainBegun(newest: Cursor): Promise<Drained> {
    return newest.isBlank ? 'end' : this.#options.generations.drain(newest);
  }
}
