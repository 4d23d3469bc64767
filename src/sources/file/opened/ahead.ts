// What comes behind the generation that is read, opened before any of it is read: meanwhile it may be renamed, or deleted.
import { isTooManyOpen } from '../../../core/files/too-many-open.ts';
import type { Cursor } from '../generation/cursor.ts';
import type { SeenFile } from '../generation/survey.ts';
import type { Life } from '../generation/turnover.ts';
import type { BegunFile, OpenFile } from './open-file.ts';

/** More than that are looked for again when these were read. */
const MOST_AHEAD = 16;

export interface Wanted {
  readonly seen: SeenFile;
  readonly life: Life | undefined;
  /** Where the path leads, of what it leads to. */
  readonly leadsTo: string | undefined;
  /** Something before it is missing. */
  readonly isMissing: boolean;
}

export interface Step extends Wanted {
  readonly begun: BegunFile;
  /** Of the first one. */
  readonly leaves?: Leaves;
}

/** How what was known before is left. */
export interface Leaves {
  /** Others may have come behind it as well. */
  readonly mayLack: boolean;
  /** More of it stands somewhere. */
  readonly isWhole: boolean;
  /** A blank one stands somewhere. */
  readonly isThere: boolean;
}

/** `unreadable`: nobody can read it. Undefined where it is not there any more. */
export type OpenWanted = (seen: SeenFile) => Promise<BegunFile | 'unreadable' | undefined>;

/** As many as may be open, the first ones; undefined where one of them is not where it was. */
export async function openAhead(wanted: readonly Wanted[], open: OpenWanted): Promise<readonly Step[] | undefined> {
  const steps: Step[] = [];
  let isMissing = false;
  for (const one of wanted) {
    if (steps.length === MOST_AHEAD) break;
    const begun = await open(one.seen).catch(async (error): Promise<'full'> => {
      if (isTooManyOpen(error) && steps.length > 0) return 'full';
      await close(steps);
      throw error;
    });
    if (begun === 'full') break;
    if (begun === undefined) {
      await close(steps);
      return undefined;
    }
    isMissing ||= one.isMissing || begun === 'unreadable';
    if (begun === 'unreadable') continue;
    steps.push({ ...one, isMissing, begun });
    isMissing = false;
  }
  return steps;
}

export class Ahead {
  #of: Cursor | undefined;
  #steps: Step[] = [];

  /** They come right behind this one. */
  areBehind(newest: Cursor): boolean {
    return this.#steps.length > 0 && this.#of === newest && !newest.isCut;
  }

  holds(file: OpenFile): boolean {
    return this.#steps.some(({ begun }) => begun.file === file);
  }

  set(of: Cursor, steps: readonly Step[]): void {
    [this.#of, this.#steps] = [of, [...steps]];
  }

  /** The next one, which is held by whoever takes it. */
  take(): Step | undefined {
    return this.#steps.shift();
  }

  /** What was taken last is being read. */
  goesOnBehind(cursor: Cursor | undefined): void {
    this.#of = cursor;
  }

  /** They have to be looked for anew. Whether that nobody could say any more that something is missing before any of them. */
  async drop(): Promise<boolean> {
    const steps = this.#steps;
    this.#steps = [];
    await close(steps);
    return steps[0]?.leaves === undefined && steps.some(({ isMissing }) => isMissing);
  }
}

async function close(steps: readonly Step[]): Promise<void> {
  for (const { begun } of steps) await begun.file.handle.close();
}
