// What happens to the containers of one engine, from its events and its lists: each happening once, however often the engine repeats itself.
import type { Happening } from '../../../../core/life/happening.ts';
import type { KnownLives, LivesNews } from '../../../../core/lines/lives.ts';
import { compareStamps, laterStamp, type Stamp, stampAfter, stampText } from '../../../../core/lines/stamp.ts';
import type { ContainerFacts, ContainerSeen } from '../containers/container-facts.ts';
import { originKey } from '../containers/origin-of.ts';
import type { ContainerEvent } from '../events/container-event.ts';
import {
  type CourseState,
  foundEnded,
  foundHealth,
  foundRunning,
  heard,
  isOfDoubt,
  type LoopLimit,
  settled,
  UNKNOWN_COURSE,
} from './container-course.ts';
import type { EndFacts } from './end-facts.ts';
import { courseText, type LifePosition, parseCourse, parsePosition, positionText } from './saved-course.ts';
import { endIn, healthIn } from './status-words.ts';

/** What it has heard; each call is synchronous, within the event or the list that led to it. */
export interface LifeTaker {
  happened(facts: ContainerFacts, happening: Happening): void;
  /** There is something that is worth saving soon. */
  changed(): void;
}

export interface EngineLifeOptions {
  readonly loop: LoopLimit;
  readonly taker: LifeTaker;
  readonly known: KnownLives | undefined;
  /** Whether the engine tells an event when somebody asks a container to stop; Podman does so only for a signal that was asked for by its name. */
  readonly tellsRequests: () => boolean;
}

/** Events carry the time of what they tell, and are not in the exact order of these times. */
const DISORDER_MS = 1_000;
/** More than an engine repeats. */
const MOST_RECENT = 512;
/** An engine's clock is known to the second, and drifts. */
const CLOCK_MS = 5_000;
/** A request to stop comes so long before the end at most, unless somebody gave it more time. */
const STOP_MS = 15_000;
const MOST_COURSES = 20_000;

export class EngineLife {
  readonly #loop: LoopLimit;
  readonly #taker: LifeTaker;
  readonly #tellsRequests: () => boolean;
  readonly #courses = new Map<string, CourseState>();
  #touched = new Set<string>();
  #last: Stamp | undefined;
  #until: Stamp | undefined;
  /** What was heard lately, in order. */
  #recent: { readonly at: Stamp; readonly what: string }[];
  /** From here on events were asked for. */
  #since: Stamp | undefined;
  /** The latest event before they were. */
  #lastBefore: Stamp | undefined;
  /** Containers that have ended, and nobody has heard how, or whether it was for want of memory. */
  readonly #unasked = new Map<string, ContainerFacts>();
  /** The engine's time of the last list. */
  #listedAt: Stamp | undefined;
  /** Of these something was heard since a list was asked for: that is newer than the list. */
  readonly #heardSince = new Set<string>();

  constructor({ loop, taker, known, tellsRequests }: EngineLifeOptions) {
    [this.#loop, this.#taker, this.#tellsRequests] = [loop, taker, tellsRequests];
    const position = parsePosition(known?.position);
    [this.#last, this.#until] = [position?.last, position?.until];
    this.#recent = (position?.recent ?? []).map((what) => ({ at: this.#last ?? NEVER, what }));
    for (const [key, text] of known?.courses ?? []) {
      const course = parseCourse(text);
      if (course) this.#courses.set(key, course);
    }
  }

  /** Containers of which the engine is to be asked how they ended. */
  get unasked(): readonly string[] {
    return [...this.#unasked.keys()];
  }

  get hasUnasked(): boolean {
    return this.#unasked.size > 0;
  }

  /** An earlier run has watched until then, under another name perhaps, or when lives were not heard yet. */
  wasWatchedUntil(until: Stamp | undefined): void {
    this.#until ??= until;
  }

  /** Events are asked for from this moment on; undefined where the engine gives none. */
  connected(since: Stamp | undefined): void {
    [this.#since, this.#lastBefore] = [since, this.#last];
  }

  event({ at, facts, life }: ContainerEvent): void {
    if (life === undefined) {
      this.#last = laterStamp(this.#last, at);
      return;
    }
    const what = `${facts.id.slice(0, 12)} ${life.is} ${stampText(at)}`;
    if (this.#isRepeated(at, what)) return;
    this.#remember(at, what);
    const key = originKey(facts.id);
    this.#heardSince.add(key);
    if (life.is === 'removed') this.#forget(facts);
    else if (life.is !== 'started' || this.#courses.has(key)) {
      const [known, hearing] = [this.#courseOf(key), { isKnown: this.#hasHeard(at), loop: this.#loop }];
      const [state, happenings] = heard(known, { word: life, at }, hearing);
      if (state.doubt) this.#unasked.set(facts.id, facts);
      else if (known.doubt || life.is === 'died') this.#unasked.delete(facts.id);
      this.#enter(facts, state, happenings);
    }
  }

  /** A list is about to be asked for. */
  listing(): void {
    this.#heardSince.clear();
  }

  /** Its answer; it was asked for at this moment of the engine's clock. */
  listed(seen: readonly ContainerSeen[], now: Stamp): void {
    const before = this.#until;
    this.#listedAt = now;
    for (const one of seen) this.#look(one, before, now);
    const there = new Set(seen.map(({ id }) => originKey(id)));
    const isGone = (key: string): boolean => !there.has(key) && !this.#heardSince.has(key);
    for (const facts of this.#unasked.values()) if (isGone(originKey(facts.id))) this.#forget(facts);
    for (const key of this.#courses.keys()) if (isGone(key)) this.#drop(key);
    this.#settle();
  }

  /** What the engine says of one of the unasked; undefined when it says nothing, or that it runs by now. */
  ended(id: string, end: EndFacts | undefined): void {
    const facts = this.#unasked.get(id);
    if (facts === undefined) return;
    this.#unasked.delete(id);
    const known = this.#courseOf(originKey(id));
    const [sure, told] = settled(known, end?.isOom === true && isOfDoubt(known, end));
    const isNews = end !== undefined && this.#isNew(end.finishedAt);
    const [state, happenings] = isNews ? foundEnded(sure, end, this.#loop) : ([sure, []] as const);
    if (isNews || state !== known) this.#enter(facts, state, [...told, ...happenings]);
    this.#settle();
  }

  /** All that is new since this was called last. */
  take(): LivesNews {
    const touched = [...this.#touched];
    this.#touched = new Set();
    const courses = touched.map((key) => {
      const course = this.#courses.get(key);
      return [key, course && courseText(course)] as const;
    });
    return { position: positionText(this.#position), courses: new Map(courses) };
  }

  get #position(): LifePosition {
    return { last: this.#last, until: this.#until, recent: this.#recent.map(({ what }) => what) };
  }

  /** It was heard before the connection, and is among what the connection repeats. */
  #isRepeated(at: Stamp, what: string): boolean {
    if (this.#recent.some((one) => one.what === what)) return true;
    if (this.#since === undefined || this.#lastBefore === undefined) return false;
    return compareStamps(at, this.#since) >= 0 && compareStamps(at, stampAfter(this.#lastBefore, -DISORDER_MS)) < 0;
  }

  #remember(at: Stamp, what: string): void {
    this.#last = laterStamp(this.#last, at);
    const from = stampAfter(this.#last, -DISORDER_MS);
    this.#recent = [...this.#recent, { at, what }]
      .filter((one) => compareStamps(one.at, from) >= 0)
      .slice(-MOST_RECENT);
  }

  #hasHeard(at: Stamp): boolean {
    if (!this.#tellsRequests()) return false;
    return this.#since !== undefined && compareStamps(at, stampAfter(this.#since, STOP_MS)) >= 0;
  }

  #look(one: ContainerSeen, before: Stamp | undefined, now: Stamp): void {
    if (!this.#heardSince.has(originKey(one.id))) this.#compare(one, before, now);
    if (this.#courseOf(originKey(one.id)).doubt) this.#unasked.set(one.id, one);
    if (one.life !== 'ended' || before === undefined) return;
    const { exitCode, leastAgeMs } = endIn(one.words);
    if (exitCode !== 0 && this.#isNew(stampAfter(now, -leastAgeMs))) this.#unasked.set(one.id, one);
  }

  #compare(one: ContainerSeen, before: Stamp | undefined, now: Stamp): void {
    const known = this.#courseOf(originKey(one.id));
    const [running, loops] = one.life === 'running' ? foundRunning(known, now, this.#loop) : ([known, []] as const);
    const health = healthIn(one.words);
    const [state, changes] = health ? foundHealth(running, health === 'healthy', now) : ([running, []] as const);
    // What the very first list shows is how it was before anybody watched.
    if (state !== known) this.#enter(one, state, before === undefined ? [] : [...loops, ...changes]);
  }

  /** Whether an end at this moment may not have been told yet. */
  #isNew(end: Stamp): boolean {
    return this.#until !== undefined && compareStamps(end, stampAfter(this.#until, -CLOCK_MS)) > 0;
  }

  /** All that ended until the last list is told. */
  #settle(): void {
    if (this.#unasked.size === 0 && this.#listedAt) this.#until = laterStamp(this.#until, this.#listedAt);
  }

  #courseOf(key: string): CourseState {
    return this.#courses.get(key) ?? UNKNOWN_COURSE;
  }

  #enter(facts: ContainerFacts, state: CourseState, happenings: readonly Happening[]): void {
    const key = originKey(facts.id);
    if (this.#courses.size >= MOST_COURSES && !this.#courses.has(key)) this.#dropOldest();
    this.#courses.set(key, state);
    this.#touched.add(key);
    for (const happening of happenings) this.#taker.happened(facts, happening);
    this.#taker.changed();
  }

  /** It is gone, and nobody can say any more of it. */
  #forget(facts: ContainerFacts): void {
    const key = originKey(facts.id);
    const known = this.#courses.get(key);
    this.#unasked.delete(facts.id);
    if (known === undefined) return;
    this.#enter(facts, ...settled(known, false));
    this.#drop(key);
  }

  #drop(key: string): void {
    this.#courses.delete(key);
    this.#touched.add(key);
    this.#taker.changed();
  }

  /** The one that was begun first. */
  #dropOldest(): void {
    for (const key of this.#courses.keys()) {
      this.#drop(key);
      return;
    }
  }
}

const NEVER: Stamp = { seconds: 0, nanos: 0 };
