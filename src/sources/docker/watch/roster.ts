// All containers of one engine, from what its events and its lists say; a list decides where the two differ, unless an event is newer.
import type { Origin } from '../../../core/lines/origin.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { SourceHistory } from '../../source.ts';
import type { ContainerNews } from '../reader/container-news.ts';
import type { ContainerFacts, ContainerSeen } from './containers/container-facts.ts';
import { originOf } from './containers/origin-of.ts';
import { BEGINNING, startPosition, type WatchedSpan } from './containers/start-position.ts';
import { Departed } from './departed.ts';
import type { ContainerAction, ContainerEvent } from './events/container-event.ts';
import { type FormerWatch, formerSelf } from './former-self.ts';
import { type Doubt, TrackedContainer, type TrackingTools } from './tracked-container.ts';

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

/** What is known of earlier runs. */
export interface RosterBefore extends Pick<SourceHistory, 'origins'> {
  readonly span: WatchedSpan | undefined;
  readonly unstarted: readonly string[];
  /** What is known under names that nobody uses any more. */
  readonly former?: readonly FormerWatch[];
}

/** An engine's clock is known to the second, and drifts. */
const CLOCK_MS = 5_000;
/** Twice as many as can be read at once. Of more, nobody could say how they are; those that run come first. */
const MOST_CONTAINERS = 10_000;
/** An event comes within this time of what it tells. */
const EVENT_MS = 5_000;

/** Containers that there are: watched, left alone as somebody wished, and too many to be looked at. */
export type RosterCounts = Readonly<Record<'watched' | 'excluded' | 'beyond', number>>;

export class Roster<Reader extends ContainerNews> {
  readonly #tools: TrackingTools<Reader>;
  readonly #containers = new Map<string, TrackedContainer<Reader>>();
  readonly #departed = new Departed();
  /** Those of earlier runs that no list of this run has shown yet. */
  readonly #expected: Map<string, Origin>;
  /** Those of which not enough is known. */
  readonly #inTheDark = new Set<string>();
  /** Those that have never run, now and in the run before. */
  readonly #unstarted = new Set<string>();
  #wereUnstarted: ReadonlySet<string>;
  /** Of which one may be this engine; none any more when a list was seen. */
  #former: readonly FormerWatch[];
  #span: WatchedSpan | undefined;
  /** Until when an earlier run has watched, under whatever name. */
  #watchedBefore: Stamp | undefined;
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
    const { span, origins, unstarted, former = [] } = before;
    this.#tools = tools;
    this.#former = former;
    [this.#span, this.#watchedBefore] = [span, span?.until];
    this.#wereUnstarted = new Set(unstarted);
    this.#expected = new Map(origins.filter(({ gone }) => !gone).map(({ origin }) => [origin.containerId, origin]));
    for (const { origin, gone } of origins) if (gone) this.#departed.add(origin.containerId, 0);
  }

  /** What is remembered; `until` is undefined before the first list. */
  get span(): WatchedSpan | undefined {
    return this.#span;
  }

  get watchedBefore(): Stamp | undefined {
    return this.#watchedBefore;
  }

  get counts(): RosterCounts {
    const all = [...this.#containers.values()];
    const excluded = all.filter((container) => container.isExcluded).length;
    return { watched: all.length - excluded, excluded, beyond: this.#beyond };
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
  originOf(id: string): Origin | undefined {
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
    this.#span = soundSpan(this.#span, now);
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
    if (isNew && !this.#expected.has(facts.id)) container.begin(BEGINNING);
    this.#apply(action, container);
    if (this.#containers.has(facts.id)) this.#look(container);
    this.#watchedUntil(at);
  }

  /** All containers that there are. Gives how many of them an event should have announced. */
  list(seen: readonly ContainerSeen[], terms: ListTerms): number {
    const [looked, beyond] = byImportance(seen);
    this.#beyond = beyond.length;
    const there = looked.filter(({ id }) => !this.#departed.hasSince(id, terms.mark));
    this.#recogniseItself(new Set(there.map(({ id }) => id)), terms.now);
    const missed = there.filter((one) => this.#isMissed(one, terms)).length;
    for (const one of there) this.#see(one, terms);
    const ids = new Set(there.map(({ id }) => id));
    for (const [id, container] of this.#containers) if (!ids.has(id)) this.#miss(container, terms);
    // These are there, whatever comes of them.
    for (const { id } of beyond) this.#expected.delete(id);
    for (const [id, origin] of this.#expected) if (!ids.has(id)) this.#lose(id, origin);
    this.#expected.clear();
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
    const container = new TrackedContainer(this.#tools, { facts, isKnown: this.#expected.has(facts.id) });
    this.#containers.set(facts.id, container);
    return container;
  }

  /** It had another name before: what is known from then is its own. */
  #recogniseItself(seen: ReadonlySet<string>, now: Stamp): void {
    const former = formerSelf(this.#former, { host: this.#tools.host, seen });
    this.#former = [];
    if (former === undefined) return;
    this.#span = soundSpan(former.span, now);
    this.#watchedBefore = former.span?.until;
    this.#wereUnstarted = new Set(former.unstarted);
    for (const origin of former.origins) this.#expected.set(origin.containerId, origin);
  }

  #isMissed({ id, created, life }: ContainerSeen, { now, hadEvents }: ListTerms): boolean {
    if (!this.#isListed || !hadEvents || this.#containers.has(id) || life === 'new') return false;
    return created !== undefined && compareStamps(stampAfter(created, EVENT_MS), now) < 0;
  }

  #see(one: ContainerSeen, { mark, now, isAfterGap }: ListTerms): void {
    this.#departed.delete(one.id);
    const isKnown = this.#expected.has(one.id);
    const container = this.#containers.get(one.id) ?? this.#add(one);
    // What was heard after the list was asked for is newer than the list.
    const isOutdated = container.heardAt > mark;
    container.learn(isOutdated ? { ...one, name: container.facts.name ?? one.name } : one, now);
    if (!isOutdated) {
      container.seen(one.life, one.words, this.#doubt(container, isAfterGap));
      container.asOf = laterOf(laterOf(container.asOf, this.#span?.until ?? now), now);
    }
    const wasUnstarted = this.#wereUnstarted.has(one.id);
    if (this.#span) container.begin(startPosition({ created: one.created, isKnown, wasUnstarted }, this.#span, now));
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
    if (this.#expected.has(id) && !container.isFound) return;
    this.#expected.delete(id);
    container.begin(BEGINNING);
    container.learntAll();
    container.removed();
  }

  #lose(id: string, origin: Origin): void {
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
    if (!this.#isListed || this.#inTheDark.size > 0 || this.#span === undefined) return;
    const { since, until } = this.#span;
    this.#span = { since, until: laterOf(until, moment) };
  }
}

/** Where the clock was set back, what was created since then is not to be taken for old. It is known a little too early at best. */
function soundSpan(before: WatchedSpan | undefined, now: Stamp): WatchedSpan {
  const until = before?.until;
  const isSetBack = until !== undefined && compareStamps(stampAfter(now, CLOCK_MS), until) < 0;
  return { since: before?.since ?? now, until: isSetBack ? now : until };
}

/** Those that are looked at, and those beyond. */
function byImportance(seen: readonly ContainerSeen[]): readonly [readonly ContainerSeen[], readonly ContainerSeen[]] {
  if (seen.length <= MOST_CONTAINERS) return [seen, []];
  const isOver = ({ life }: ContainerSeen): boolean => life === 'ended';
  const all = [...seen.filter((one) => !isOver(one)), ...seen.filter(isOver)];
  return [all.slice(0, MOST_CONTAINERS), all.slice(MOST_CONTAINERS)];
}

function put(set: Set<string>, id: string, isIn: boolean): void {
  if (isIn) set.add(id);
  else set.delete(id);
}

const laterOf = (before: Stamp | undefined, now: Stamp): Stamp =>
  before !== undefined && compareStamps(before, now) > 0 ? before : now;
