// All containers of one engine, from what its events and its lists say; a list decides where the two differ, unless an event is newer.
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import { compareStamps, laterStamp, type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';
import type { ContainerNews } from '../../reader/container-news.ts';
import type { ContainerFacts, ContainerSeen } from '../containers/container-facts.ts';
import { originOf } from '../containers/origin-of.ts';
import { BEGINNING, startPosition, type WatchedSpan } from '../containers/start-position.ts';
import type { ContainerAction, ContainerEvent } from '../events/container-event.ts';
import { byImportance, MOST_CONTAINERS } from './by-importance.ts';
import { Departed } from './departed.ts';
import { EarlierRuns, type EarlierRunsOptions } from './earlier-runs.ts';
import type { ListTerms } from './list-terms.ts';
import { type Doubt, TrackedContainer, type TrackingTools } from './tracked-container.ts';
import { WatchedTime } from './watched-time.ts';

/** What is known of earlier runs. */
export interface RosterBefore extends EarlierRunsOptions {
  readonly span: WatchedSpan | undefined;
}

/** An event comes within this time of what it tells. */
const EVENT_MS = 5_000;

/** Containers that there are: watched, left alone as somebody wished, and too many to be looked at. */
export type RosterCounts = Readonly<Record<'watched' | 'excluded' | 'beyond', number>>;

export class Roster<Reader extends ContainerNews> {
  readonly #tools: TrackingTools<Reader>;
  readonly #containers = new Map<string, TrackedContainer<Reader>>();
  readonly #departed = new Departed();
  readonly #earlier: EarlierRuns;
  readonly #watched: WatchedTime;
  /** Those of which not enough is known. */
  readonly #inTheDark = new Set<string>();
  /** Those that have never run. */
  readonly #unstarted = new Set<string>();
  /** Counts all that is heard. */
  #heard = 0;
  /** What it was when events were asked for. */
  #heardBefore = 0;
  /** Since events were asked for, a list was seen. */
  #isListed = false;
  #hasDoubts = false;
  /** How many the last list had beyond what is looked at. */
  #beyond = 0;
  /** The last event that was heard before events were asked for. */
  #lastEvent: Stamp | undefined;

  constructor(tools: TrackingTools<Reader>, before: RosterBefore) {
    this.#tools = tools;
    this.#watched = new WatchedTime(before.span);
    this.#earlier = new EarlierRuns(before);
    for (const { origin, gone } of before.origins) if (gone) this.#departed.add(origin.containerId, 0);
  }

  /** What is remembered; `until` is undefined before the first list. */
  get span(): WatchedSpan | undefined {
    return this.#watched.span;
  }

  get watchedBefore(): Stamp | undefined {
    return this.#watched.before;
  }

  get counts(): RosterCounts {
    const all = [...this.#containers.values()];
    const [excluded, own] = [
      all.filter((container) => container.isExcluded).length,
      all.filter((container) => container.isOwn).length,
    ];
    return { watched: all.length - excluded, excluded: excluded - own, beyond: this.#beyond };
  }

  /** Something was heard of a container that nobody knows: a list would help. */
  get hasDoubts(): boolean {
    return this.#hasDoubts;
  }

  /** The ids of those that have never run. */
  get unstarted(): readonly string[] {
    return [...this.#unstarted];
  }

  knows(id: string): boolean {
    return this.#containers.has(id);
  }

  /** As it would be told of, with what is known; undefined when it is left alone, or nobody knows it. */
  originOf(id: string): ContainerOrigin | undefined {
    const container = this.#containers.get(id);
    return container && !container.isExcluded ? originOf(container.facts, this.#tools.host) : undefined;
  }

  get isInTheDark(): boolean {
    return this.#inTheDark.size > 0;
  }

  /** Containers that cannot be told of before `inspected` has said more. */
  get inTheDark(): readonly string[] {
    return [...this.#inTheDark];
  }

  /** For the terms of a list that is about to be asked for. */
  get mark(): number {
    return this.#heard;
  }

  /** Events are about to be asked for, at this moment of the engine's clock; until a list comes, those up to the last one may be repeated. */
  connected(now: Stamp, lastEvent: Stamp | undefined): void {
    this.#lastEvent = lastEvent;
    this.#isListed = false;
    this.#heardBefore = this.#heard;
    this.#watched.begins(now);
  }

  event({ action, at, facts }: ContainerEvent): void {
    const known = this.#containers.get(facts.id);
    if (this.#departed.has(facts.id) || this.#isRepeated(at, known)) return;
    const container = known ?? this.#meet(action, facts);
    if (container === undefined) return;
    container.heardAt = ++this.#heard;
    container.asOf = at;
    container.learn(facts, at);
    // It cannot be older: a list would have shown it. Whether one of an earlier run is still there only a list can say.
    const isNew = action === 'created' || (known === undefined && this.#isListed);
    if (isNew && !this.#earlier.expects(facts.id)) container.begin(BEGINNING);
    this.#apply(action, container);
    if (this.#containers.has(facts.id)) this.#look(container);
    this.#watchedUntil(at);
  }

  /** All containers that there are. Gives how many of them an event should have announced. */
  list(seen: readonly ContainerSeen[], terms: ListTerms): number {
    const [looked, beyond] = byImportance(seen);
    this.#beyond = beyond.length;
    const there = looked.filter(({ id }) => !this.#departed.hasSince(id, terms.mark));
    const ids = new Set(there.map(({ id }) => id));
    const former = this.#earlier.recognise({ host: this.#tools.host, seen: ids });
    if (former) this.#watched.becomes(former.span, terms.now);
    const missed = there.filter((one) => this.#isMissed(one, terms)).length;
    for (const one of there) this.#see(one, terms);
    for (const [id, container] of this.#containers) if (!ids.has(id)) this.#miss(container, terms);
    // These are there, whatever comes of them.
    for (const { id } of beyond) this.#earlier.found(id);
    for (const origin of this.#earlier.takeMissing(ids)) this.#lose(origin);
    this.#isListed = true;
    this.#hasDoubts = false;
    this.#watchedUntil(terms.now);
    return missed;
  }

  /** What the engine says of one container; undefined when it says nothing. Then what is known has to do. */
  inspected(id: string, facts: ContainerFacts | undefined, now: Stamp): void {
    const container = this.#containers.get(id);
    if (facts) container?.learn(facts, now);
    container?.learntAll();
    this.#inTheDark.delete(id);
  }

  engineLost(): void {
    for (const container of this.#containers.values()) container.engineLost();
  }

  engineBack(): void {
    for (const container of this.#containers.values()) container.engineBack();
  }

  /** An event of before: it was heard or a list has shown what came of it; or an earlier run knew it, and had a reason to tell nothing. */
  #isRepeated(at: Stamp, known: TrackedContainer<Reader> | undefined): boolean {
    const last = known ? known.asOf : this.#lastEvent;
    return !this.#isListed && last !== undefined && compareStamps(at, last) <= 0;
  }

  /** Somebody unknown is heard of. */
  #meet(action: ContainerAction, facts: ContainerFacts): TrackedContainer<Reader> | undefined {
    switch (action) {
      case 'created':
      case 'started':
      case 'died':
      case 'cleaned':
        if (this.#containers.size < MOST_CONTAINERS) return this.#add(facts);
        this.#hasDoubts = true;
        return undefined;
      case 'removed':
        this.#departed.add(facts.id, ++this.#heard);
        return undefined;
      case 'renamed':
      case 'other':
        this.#hasDoubts = true;
        return undefined;
    }
  }

  #apply(action: ContainerAction, container: TrackedContainer<Reader>): void {
    switch (action) {
      case 'started':
        container.started();
        break;
      case 'died':
        container.ended();
        break;
      case 'cleaned':
        if (!container.hasEnded) container.ended();
        break;
      case 'removed':
        this.#remove(container);
        break;
      case 'created':
      case 'renamed':
      case 'other':
        break;
    }
  }

  #add(facts: ContainerFacts): TrackedContainer<Reader> {
    const container = new TrackedContainer(this.#tools, { facts, isKnown: this.#earlier.expects(facts.id) });
    this.#containers.set(facts.id, container);
    return container;
  }

  #isMissed({ id, created, life }: ContainerSeen, { now, hadEvents }: ListTerms): boolean {
    if (!this.#isListed || !hadEvents || this.#containers.has(id) || life === 'new') return false;
    return created !== undefined && compareStamps(stampAfter(created, EVENT_MS), now) < 0;
  }

  #see(one: ContainerSeen, { mark, now, isAfterGap }: ListTerms): void {
    this.#departed.delete(one.id);
    const isKnown = this.#earlier.expects(one.id);
    const container = this.#containers.get(one.id) ?? this.#add(one);
    // What was heard after the list was asked for is newer than the list.
    const isOutdated = container.heardAt > mark;
    container.learn(isOutdated ? { ...one, name: container.facts.name ?? one.name } : one, now);
    if (!isOutdated) {
      container.seen(one.life, one.words, this.#doubt(container, isAfterGap));
      container.asOf = laterStamp(laterStamp(container.asOf, this.#watched.span?.until ?? now), now);
    }
    const wasUnstarted = this.#earlier.hadNotStarted(one.id);
    const { span } = this.#watched;
    if (span) container.begin(startPosition({ created: one.created, isKnown, wasUnstarted }, span, now));
    this.#look(container);
  }

  #doubt({ heardAt }: TrackedContainer<Reader>, isAfterGap: boolean): Doubt {
    if (!this.#isListed && heardAt > this.#heardBefore) return 'none';
    return isAfterGap ? 'great' : 'small';
  }

  /** The list does not show it: it has come since, or it has gone. */
  #miss(container: TrackedContainer<Reader>, { mark }: ListTerms): void {
    if (container.heardAt <= mark) {
      this.#remove(container);
      return;
    }
    container.begin(BEGINNING);
    this.#look(container);
  }

  #remove(container: TrackedContainer<Reader>): void {
    const { id } = container.facts;
    this.#containers.delete(id);
    this.#inTheDark.delete(id);
    this.#unstarted.delete(id);
    this.#departed.add(id, ++this.#heard);
    // The list that comes next will not show it, and it will be told as lost.
    if (this.#earlier.expects(id) && !container.isFound) return;
    this.#earlier.found(id);
    container.begin(BEGINNING);
    container.learntAll();
    container.removed();
  }

  #lose(origin: ContainerOrigin): void {
    const { containerId: id } = origin;
    if (this.#containers.has(id)) return;
    this.#departed.add(id, ++this.#heard);
    this.#tools.listener.lostWhileAway(origin);
  }

  #look(container: TrackedContainer<Reader>): void {
    const { id } = container.facts;
    put(this.#inTheDark, id, container.isInTheDark);
    put(this.#unstarted, id, !container.hasRun);
  }

  /** Everything that happened until then was told of, if nobody is in the dark. */
  #watchedUntil(moment: Stamp): void {
    if (this.#isListed && this.#inTheDark.size === 0) this.#watched.reaches(moment);
  }
}

function put(set: Set<string>, id: string, isIn: boolean): void {
  if (isIn) set.add(id);
  else set.delete(id);
}
