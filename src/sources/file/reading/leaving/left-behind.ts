// What is told of a generation that is left: what is lost of it, or behind it.
import type { Cursor } from '../../generation/cursor.ts';
import { type Behind, type Losses, LossFinder } from '../../generation/losses.ts';
import type { Life } from '../../generation/turnover.ts';
import type { Leaves } from '../../opened/ahead.ts';
import type { Generations } from '../generations.ts';
import type { GenerationTools } from '../reading-contract.ts';

interface Left extends Leaves {
  /** Others have come behind it, and are no more. */
  readonly isLost: boolean;
}

/** What the path leads to instead. */
interface Instead {
  readonly file: string | undefined;
  readonly life: Life | undefined;
}

export class LeftBehind {
  readonly #generations: Generations;
  readonly #tools: Pick<GenerationTools, 'lost' | 'sharing'>;
  readonly #losses: LossFinder;

  constructor(generations: Generations, tools: Pick<GenerationTools, 'lost' | 'sharing'>, destroys: boolean) {
    this.#generations = generations;
    this.#tools = tools;
    this.#losses = new LossFinder(generations.lives, destroys);
  }

  /** They are destroyed and not renamed, now and then, as far as that was seen. */
  get destroys(): boolean {
    return this.#losses.destroys;
  }

  lifeOf(newest: Cursor): Life | undefined {
    return this.#generations.lives.of(newest);
  }

  lossesOf(newest: Cursor, behind: Omit<Behind, 'left'>): Promise<Losses> {
    const left = async () => this.#generations.files.of(newest)?.handle.stat({ bigint: true });
    return this.#losses.behind(newest, { ...behind, left });
  }

  /** Nothing that came behind it stands anywhere. */
  async leaveFor(newest: Cursor, { file, life }: Instead): Promise<void> {
    const lost = await this.lossesOf(newest, { stands: [], until: life, next: file, isWhole: false });
    await this.leave(newest, { mayLack: false, isLost: lost.before.has(0), isWhole: false, isThere: false });
  }

  async leave(newest: Cursor, { mayLack, isLost, isWhole, isThere }: Left): Promise<void> {
    const { lost } = this.#tools;
    const isUnread = newest.isBlank ? !isThere && this.mayHaveLines(newest) : !isWhole && !this.#isOpen(newest);
    if (newest.isCut) lost('truncated');
    else if (isLost || mayLack || isUnread) lost('rotated');
    if (newest.isBlank) await this.#generations.forget(newest);
  }

  /** Of a blank one that is nowhere: something may have been written to it while nobody read. */
  mayHaveLines(blank: Cursor): boolean {
    const { sharing } = this.#tools;
    const isReadBeside = sharing.otherReader(blank.file) !== undefined || sharing.furtherThan(blank) !== undefined;
    return !isReadBeside && !this.#isOpen(blank);
  }

  #isOpen(cursor: Cursor): boolean {
    return this.#generations.files.isOpen(cursor);
  }
}
