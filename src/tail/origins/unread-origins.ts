// What is saved of origins that nobody reads: they wait for a place, or are gone already.
import type { Clock } from '../../core/clock.ts';
import type { Origin } from '../../core/lines/origin.ts';
import type { Gap, GapReason } from '../../core/lines/reading.ts';
import type { OriginStanding } from '../../core/lines/standing.ts';
import { Backoff } from '../../net/backoff.ts';
import type { TailOccurrences } from '../../telemetry/occurrences/tail.ts';
import type { Committable } from '../commit/committable.ts';
import type { Urgency } from '../commit/committer.ts';
import { OneChange } from '../commit/one-change.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { StreamDemand } from '../stream-demand.ts';
import { sinceWhen } from '../watched-since.ts';

const AGAIN = { firstMs: 1_000, mostMs: 300_000 } as const;

/** How an origin stood when it was saved last, or stands when it is new. */
export type Standing = Pick<OriginStanding, 'foundAt' | 'watchedSince' | 'cursor' | 'settled'>;

export interface UnreadOriginsOptions<Effect> {
  readonly tools: {
    readonly clock: Clock;
    readonly committer: { due(member: Committable<Effect>, urgency: Urgency): void };
    readonly occurrences: Pick<TailOccurrences, 'gap' | 'failed'>;
  };
  readonly coverage: Coverage;
  readonly demand: StreamDemand;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Whether it still is so: one that is read by now says itself how it stands. */
  readonly isUnread: (key: string, gone: boolean) => boolean;
  readonly onSaved: (key: string) => void;
  /** The ledger objects; it is asked again later. */
  readonly onRefused: (key: string) => void;
}

export class UnreadOrigins<Effect> {
  readonly #options: UnreadOriginsOptions<Effect>;

  constructor(options: UnreadOriginsOptions<Effect>) {
    this.#options = options;
  }

  /** Of an origin of which nothing is saved. */
  newStanding(origin: Origin): Standing {
    const { clock } = this.#options.tools;
    const wanted = this.#options.demand.wantedOf(origin);
    const watchedSince = sinceWhen(wanted, undefined, clock.now());
    return { foundAt: clock.now(), watchedSince, cursor: undefined, settled: !wanted.stdout && !wanted.stderr };
  }

  /** It is known from now on. */
  found(origin: Origin, standing: Standing): void {
    this.#save({ ...standing, origin, gone: false }, []);
  }

  /** It is gone, and nobody read it to its end: lines were lost, unless nothing was left. */
  close(origin: Origin, standing: Standing, reason: GapReason): void {
    const { coverage, tools } = this.#options;
    const record = coverage.open(origin);
    const gaps = standing.settled ? [] : [{ reason, from: standing.cursor, to: undefined }];
    for (const gap of gaps) {
      record.gap(gap);
      tools.occurrences.gap({ origin, gap });
    }
    record.stands('gone');
    this.#save({ ...standing, origin, gone: true }, gaps);
  }

  #save(news: OriginStanding, gaps: readonly Gap[]): void {
    const { tools, random, onSaved, onRefused } = this.#options;
    const { origin, foundAt, watchedSince, cursor, settled, gone } = news;
    const standing = { origin, foundAt, watchedSince, cursor, settled, gone };
    const change = {
      ...standing,
      gaps,
      position: undefined,
      flood: undefined,
      effects: [],
      lines: 0,
      bytes: 0,
      lateLines: 0,
    };
    const backoff = new Backoff({ ...AGAIN, random });
    const member = new OneChange<Effect>(change, {
      committed: () => onSaved(origin.key),
      refused: (error) => {
        tools.occurrences.failed({ origin, error });
        onRefused(origin.key);
        void this.#saveAgain(member, news, backoff.next());
      },
    });
    tools.committer.due(member, gaps.length > 0 ? 'now' : 'soon');
  }

  async #saveAgain(member: OneChange<Effect>, { origin, gone }: OriginStanding, afterMs: number): Promise<void> {
    const { tools, signal, isUnread } = this.#options;
    await tools.clock.sleep(afterMs, signal);
    if (signal.aborted || !isUnread(origin.key, gone)) return;
    tools.committer.due(member, 'soon');
  }
}
