// What takes part in a group commit: a tail, an origin that is gone already, or the lives of a source's origins.
import type { LivesChange } from '../../core/lines/lives.ts';
import type { OriginChange, SourceMemory } from '../../core/lines/standing.ts';

/** What a member gives to a commit; it is never divided. */
export type Change<Effect> = OriginChange<Effect> | LivesChange<Effect>;

export interface Committable<Effect> {
  /** The source whose memory must not be saved before this. */
  readonly source: string;
  /**
   * All that is new since this was called last; undefined when nothing is. It is called synchronously for all at one moment,
   * and not again before `committed` or `refused`. It may not throw.
   */
  take(): Change<Effect> | undefined;
  /** What was taken is durable. */
  committed(): void;
  /** The ledger objects to what was taken: nothing of it is saved, and it is not tried again. */
  refused(error: unknown): void;
}

/** One that gave something, and what it gave. */
export interface Part<Effect> {
  readonly member: Committable<Effect>;
  readonly change: Change<Effect>;
}

/** What was taken at one moment: the memories know of no origin that is not among the parts or saved already. */
export interface Taken<Effect> {
  readonly parts: readonly Part<Effect>[];
  readonly memories: readonly SourceMemory[];
}
