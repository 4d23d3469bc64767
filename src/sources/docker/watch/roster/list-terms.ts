// What has to be known of a list to hold it against what was heard: how and when it was asked for.
import type { Stamp } from '../../../../core/lines/stamp.ts';

/** How a list was asked for. */
export interface ListTerms {
  /** As `mark` gave it before. */
  readonly mark: number;
  /** The engine's time before. */
  readonly now: Stamp;
  /** Events have come all the time since the list before. */
  readonly hadEvents: boolean;
  /** For a while nobody has looked, and what happened meanwhile was not heard for certain. */
  readonly isAfterGap: boolean;
}
