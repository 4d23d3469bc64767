// What the housekeeping task deletes, in small steps.
import type {
  AuditBound,
  EndedSessions,
  EventBound,
  GoneOrigins,
  OldHours,
  UnreadSources,
} from '../../core/retention.ts';
import { pruneNotes } from '../accounts/audit.ts';
import { deleteEnded } from '../accounts/sessions.ts';
import type { BurialListener } from '../deliveries/bury-deliveries.ts';
import type { Database } from '../door/database.ts';
import { forgetHours } from '../events/counts/count-hours.ts';
import { pruneEvents } from '../events/prune-events.ts';
import type { TextIndex } from '../events/text/text-index.ts';
import { forgetOrigins } from '../judged-totals.ts';
import { writeFenced } from './fence.ts';
import { forgetLives } from './forget-lives.ts';

/** Each step takes the fencing number of the lease and throws `lease_lost` when it is no longer the newest. */
export class Housekeeping {
  readonly #database: Database;
  readonly #index: TextIndex;
  #buried: BurialListener = () => {};

  constructor(database: Database, index: TextIndex) {
    this.#database = database;
    this.#index = index;
  }

  onBuried(listener: BurialListener): void {
    this.#buried = listener;
  }

  /** Deletes at most `limit` sessions and returns how many. */
  deleteEndedSessions(fencing: number, ended: EndedSessions): Promise<number> {
    return writeFenced(this.#database, fencing, (trx) => deleteEnded(trx, ended));
  }

  /** Deletes at most `limit` entries, the oldest first, and returns how many. */
  pruneAudit(fencing: number, bound: AuditBound): Promise<number> {
    return writeFenced(this.#database, fencing, (trx) => pruneNotes(trx, bound));
  }

  /** Deletes at most `limit` origins, those that went first, and returns how many. Their positions and gaps go with them; what was judged of them stays counted. */
  deleteGoneOrigins(fencing: number, gone: GoneOrigins): Promise<number> {
    return writeFenced(this.#database, fencing, (trx) => forgetOrigins(trx, gone));
  }

  /** Deletes at most `limit` of what was heard of containers whose engine nobody reads any more, and returns how many. */
  forgetLives(fencing: number, unread: UnreadSources): Promise<number> {
    return writeFenced(this.#database, fencing, (trx) => forgetLives(trx, this.#database.now, unread));
  }

  /** Deletes at most `limit` of what was counted of workloads by the hour, and returns how many. */
  forgetEventHours(fencing: number, old: OldHours): Promise<number> {
    return writeFenced(this.#database, fencing, async (trx) => {
      await this.#database.alone(trx, 'events');
      return forgetHours(trx, old);
    });
  }

  /** Deletes at most `limit` events, the oldest first, and returns how many. What waits through a trigger keeps its event, unless there are too many. */
  async pruneEvents(fencing: number, bound: EventBound): Promise<number> {
    const { count, buried } = await writeFenced(this.#database, fencing, async (trx) => {
      await this.#database.alone(trx, 'events');
      await this.#database.alone(trx, 'event_text');
      return pruneEvents(trx, this.#index, bound);
    });
    for (const one of buried) this.#buried(one);
    return count;
  }
}
