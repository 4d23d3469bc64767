// Reading a container while it runs: the contract of the ways to do it.
import type { ReadingOptions } from '../../../reading.ts';
import type { ContainerState } from '../container-state.ts';
import type { HistoryReading } from '../history-reading.ts';
import type { PassEnd } from '../pass/pass-contract.ts';
import type { ReadingNews } from '../reading-news.ts';
import type { ReaderOptions } from '../reading-options.ts';
import type { ReadingProgress } from '../reading-progress.ts';
import type { LogRequests } from '../requests/log-requests.ts';

export interface Following {
  /** Reads what was written and then waits for each next line, until there is a reason to look anew: it ends, other streams are wanted, something fails. */
  follow(): Promise<Followed>;
  /** Told of every end, of a history, too, before anything else is asked. */
  heed(end: PassEnd): void;
}

export interface Followed {
  readonly end: PassEnd;
  readonly came: LinesThatCame;
}

/** Whether the lines have come that there were at the end: `all` are known to have. `perhaps_all`: nothing speaks against it. */
export type LinesThatCame = 'all' | 'perhaps_all' | 'unknown';

/** What a way of following works with: all of them the reading's own. */
export interface FollowingTools {
  readonly options: ReaderOptions;
  readonly container: ContainerState;
  readonly sink: ReadingOptions['sink'];
  readonly requests: LogRequests;
  readonly history: HistoryReading;
  readonly news: ReadingNews;
  readonly progress: ReadingProgress;
  /** Aborts when the reading stops. */
  readonly signal: AbortSignal;
}
