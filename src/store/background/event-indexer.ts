// Brings events into the index of words, the oldest block first, once no event can come into it any more.
import type { Database } from '../door/database.ts';
import { countUnindexed, indexBlock, readNextBlock } from '../events/text/index-block.ts';
import type { TextIndex } from '../events/text/text-index.ts';
import { writeFenced } from './fence.ts';

export class EventIndexer {
  readonly #database: Database;
  readonly #index: TextIndex;

  constructor(database: Database, index: TextIndex) {
    this.#database = database;
    this.#index = index;
  }

  /** About how many events are in no index yet: fewer than are in a block, unless indexing is behind. */
  countWaiting(): Promise<number> {
    return this.#database.read(countUnindexed);
  }

  /** Takes the fencing number of the lease, and throws `lease_lost` when it is no longer the newest. False when there is no whole block to index. */
  async indexNext(fencing: number): Promise<boolean> {
    const read = await this.#database.read(readNextBlock);
    if (read === undefined) return false;
    await writeFenced(this.#database, fencing, async (trx) => {
      await this.#database.alone(trx, 'event_text');
      await indexBlock(trx, this.#index, read);
    });
    return true;
  }
}
