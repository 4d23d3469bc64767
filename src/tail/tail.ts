// Follows one origin: has each of its lines judged, and gives what came of it, and how far it came, to be saved together.
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../core/clock.ts';
import type { LineBatch, WantedStreams } from '../core/lines/line-batch.ts';
import type { Origin } from '../core/lines/origin.ts';
import type { Gap, ReadingState, ReconnectReason, SavedPosition } from '../core/lines/reading.ts';
import type { Stamp } from '../core/lines/stamp.ts';
import type { OriginChange, SavedOrigin, WatchedSince } from '../core/lines/standing.ts';
import type { TailOccurrences } from '../telemetry/occurrences/tail.ts';
import type { Backlog, BacklogBounds } from './commit/backlog.ts';
import type { Committable } from './commit/committable.ts';
import type { Urgency } from './commit/committer.ts';
import { DEFAULT_TAIL_BACKLOG, Uncommitted } from './commit/uncommitted.ts';
import { surveyBatch } from './coverage/batch-survey.ts';
import type { OriginCoverage } from './coverage/origin-coverage.ts';
import type { Judge, OriginJudge } from './judge.ts';
import type { LineSink, LineSource, Reading } from './line-source.ts';
import { sinceWhen } from './watched-since.ts';

const LATE_AFTER_SECONDS = 900;
/** Nothing that is wanted is left to be read, and nothing more comes by itself. */
const SETTLED: ReadonlySet<ReadingState> = new Set(['idle', 'not_wanted', 'unreadable', 'gone']);

/** What all tails share. */
export interface TailTools<Effect> {
  readonly clock: Clock;
  readonly judge: Judge<Effect>;
  readonly committer: {
    due(member: Committable<Effect>, urgency: Urgency): void;
    forget(member: Committable<Effect>): void;
  };
  readonly backlog: Backlog;
  /** How much one origin may have that is not committed. */
  readonly bounds?: BacklogBounds;
  readonly occurrences: TailOccurrences;
}

export interface TailTask {
  readonly origin: Origin;
  readonly reader: LineSource;
  readonly saved: SavedOrigin | undefined;
  readonly wanted: WantedStreams;
  readonly record: OriginCoverage;
  /** Once, at the moment of a fault: from then on what was read since the last commit is not saved. */
  readonly onFault: () => void;
  /** Once, when nothing is read and nothing is being committed any more: it is gone, and that is saved; or a fault has ended it. */
  readonly onEnd: (end: 'gone' | 'failed') => void;
}

/** Judges on arrival; what is not durable yet is bounded by pausing the reading. A fault ends it, and leaves what is saved as it was. */
export class Tail<Effect> implements LineSink, Committable<Effect> {
  readonly #tools: TailTools<Effect>;
  readonly #task: TailTask;
  readonly #uncommitted: Uncommitted<Effect>;
  readonly #stopListening: () => void;
  #origin: Origin;
  #judge: OriginJudge<Effect> | undefined;
  #reading: Reading | undefined;
  #wanted: WantedStreams;
  /** Where it begins: not where it was when it was gone, for it may not have been watched since. */
  readonly #position: SavedPosition | undefined;
  #watchedSince: WatchedSince;
  #settled: boolean;
  #gone = false;
  #end: 'gone' | 'failed' | undefined;
  /** The reading hands over nothing more. */
  #stopped = false;
  /** What was taken and is being committed. */
  #inCommit: { readonly gone: boolean } | undefined;
  #urgency: Urgency | undefined;
  #paused = false;

  constructor(tools: TailTools<Effect>, task: TailTask) {
    const { judge, backlog, bounds = DEFAULT_TAIL_BACKLOG, clock } = tools;
    [this.#tools, this.#task, this.#origin, this.#wanted] = [tools, task, task.origin, task.wanted];
    this.#uncommitted = new Uncommitted({ backlog, bounds, sizeOf: (effect) => judge.sizeOf(effect) });
    this.#settled = task.saved?.settled ?? false;
    const before = task.saved?.gone ? undefined : task.saved;
    this.#position = before?.position;
    this.#watchedSince = sinceWhen(task.wanted, before?.watchedSince, clock.now());
    this.#stopListening = backlog.onChange(() => this.#holdOrGoOn());
  }

  get source(): string {
    return this.#origin.source;
  }

  /** It was removed; whether that is saved already, `onEnd` tells. */
  get isGone(): boolean {
    return this.#gone;
  }

  begin(): void {
    const { reader, saved, wanted, record, origin } = this.#task;
    record.stands('starting');
    record.watched(this.#watchedSince);
    this.#tools.occurrences.started({ origin, resumed: this.#position !== undefined });
    this.#guarded(() => {
      this.#judge = this.#tools.judge.open(origin, saved?.flood);
      this.#reading = reader.read({ position: this.#position, wanted, sink: this });
    });
    this.#holdOrGoOn();
    const told = { origin, watchedSince: this.#watchedSince, gone: false };
    const known = saved && { origin: saved.origin, watchedSince: saved.watchedSince, gone: saved.gone };
    if (!isDeepStrictEqual(told, known)) this.#due('soon');
  }

  lines(batch: LineBatch): void {
    if (this.#end || batch.count === 0) return;
    const { record } = this.#task;
    const lateBefore = Math.floor(this.#tools.clock.now() / 1000) - LATE_AFTER_SECONDS;
    const { newest, late, old } = surveyBatch(batch, { newest: record.cursor, lateBefore, began: record.began });
    const hits = this.#guarded(() => {
      const effects = this.#judge?.judge(this.#origin, batch) ?? [];
      this.#uncommitted.addEffects(effects);
      return effects.length;
    });
    if (hits === undefined) {
      record.known(newest);
      return;
    }
    const lines = batch.joined?.lines ?? batch.count;
    record.judged({ lines, bytes: batch.length, late, old, events: hits, newest });
    this.#uncommitted.addLines(lines, batch.length, late);
    this.#due(hits > 0 ? 'now' : 'soon');
    // Lines that led to nothing take no room.
    if (hits > 0) this.#holdOrGoOn();
  }

  gap(gap: Gap): void {
    if (this.#end) return;
    this.#task.record.gap(gap);
    this.#tools.occurrences.gap({ origin: this.#origin, gap });
    this.#uncommitted.addGap(gap);
    this.#due('now');
    this.#holdOrGoOn();
  }

  state(state: ReadingState, note?: string): void {
    if (this.#end || this.#gone) return;
    const { record } = this.#task;
    const isUnreadableNow = state === 'unreadable' && record.state !== state;
    if (isUnreadableNow) this.#tools.occurrences.unreadable({ origin: this.#origin, note });
    record.stands(state, note);
    // That it is being looked at says nothing of what is left.
    if (state === 'starting') return;
    this.#gone = state === 'gone';
    const settled = SETTLED.has(state);
    // From where on it is to be read when it can be is saved, too.
    if (settled === this.#settled && !this.#gone && !isUnreadableNow) return;
    this.#settled = settled;
    this.#due(settled ? 'soon' : 'now');
  }

  reconnected(reason: ReconnectReason): void {
    this.#task.record.reconnected(reason);
    this.#tools.occurrences.reconnected({ reason });
  }

  known(newest: Stamp): void {
    this.#task.record.known(newest);
  }

  failed(error: unknown): void {
    this.#fail(error);
  }

  /** Its name or labels changed. */
  renamed(origin: Origin): void {
    this.#origin = origin;
    this.#task.record.renamed(origin);
    this.#due('soon');
  }

  want(wanted: WantedStreams): void {
    if (this.#end || (wanted.stdout === this.#wanted.stdout && wanted.stderr === this.#wanted.stderr)) return;
    this.#wanted = wanted;
    this.#watchedSince = sinceWhen(wanted, this.#watchedSince, this.#tools.clock.now());
    this.#task.record.watched(this.#watchedSince);
    this.#guarded(() => this.#reading?.want(wanted));
    this.#due('soon');
  }

  take(): OriginChange<Effect> | undefined {
    this.#urgency = undefined;
    if (this.#end) return undefined;
    const taken = this.#guarded(() => ({ position: this.#reading?.takePosition(), flood: this.#judge?.takeFlood() }));
    return taken && this.#change(taken);
  }

  committed(): void {
    const wasGone = this.#inCommit?.gone;
    this.#inCommit = undefined;
    this.#uncommitted.committed();
    this.#holdOrGoOn();
    if (wasGone) void this.#finish('gone');
    else this.#tellEnd();
  }

  refused(error: unknown): void {
    this.#inCommit = undefined;
    this.#uncommitted.committed();
    if (this.#end) this.#tellEnd();
    else this.#fail(error);
  }

  /** Ends the reading. What it led to until then can still be taken. */
  async stop(): Promise<void> {
    this.#stopListening();
    await this.#stopReading();
  }

  /** Forgets what was not committed. */
  abandon(): void {
    this.#uncommitted.drop();
    this.#uncommitted.committed();
  }

  #change(taken: Pick<OriginChange<Effect>, 'position' | 'flood'>): OriginChange<Effect> {
    this.#inCommit = { gone: this.#gone };
    const { record } = this.#task;
    return {
      origin: this.#origin,
      foundAt: record.foundAt,
      watchedSince: this.#watchedSince,
      cursor: record.cursor,
      settled: this.#settled,
      gone: this.#gone,
      ...taken,
      ...this.#uncommitted.take(),
    };
  }

  #due(urgency: Urgency): void {
    if (this.#end || this.#urgency === 'now' || this.#urgency === urgency) return;
    this.#urgency = urgency;
    this.#tools.committer.due(this, urgency);
  }

  #holdOrGoOn(): void {
    const pause = this.#uncommitted.isFull || this.#tools.backlog.isFull;
    if (pause === this.#paused || this.#end) return;
    this.#paused = pause;
    this.#task.record.pausing(pause);
    if (pause) this.#tools.occurrences.paused();
    this.#guarded(() => (pause ? this.#reading?.pause() : this.#reading?.resume()));
  }

  /** What a judge or a source gives; a fault of theirs ends this tail alone. */
  #guarded<Value>(work: () => Value): Value | undefined {
    try {
      return work();
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    if (this.#end) return;
    this.#task.onFault();
    this.#task.record.pausing(false);
    this.#task.record.stands('failed', error instanceof Error ? error.message : String(error));
    this.#tools.occurrences.failed({ origin: this.#origin, error });
    void this.#finish('failed');
  }

  async #finish(end: 'gone' | 'failed'): Promise<void> {
    if (this.#end) return;
    this.#end = end;
    this.#stopListening();
    this.#tools.committer.forget(this);
    this.#uncommitted.drop();
    await this.#stopReading();
    this.#stopped = true;
    this.#tellEnd();
  }

  /** Only when nothing is on its way to the ledger: what is read there now is what the next tail may begin with. */
  #tellEnd(): void {
    if (this.#end && this.#stopped && !this.#inCommit) this.#task.onEnd(this.#end);
  }

  async #stopReading(): Promise<void> {
    try {
      await this.#reading?.stop();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#judge?.close();
    }
  }
}
