// One container of an engine: what is known of it, and what was told of it. Decides whether and when it is found.
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { OriginListener } from '../../../source.ts';
import type { ContainerNews, StartAt } from '../../reader/container-news.ts';
import {
  type ContainerFacts,
  type ContainerLife,
  haveSameFacts,
  isComplete,
  mergeFacts,
} from '../containers/container-facts.ts';
import { isSameOrigin, originKey, originOf } from '../containers/origin-of.ts';
import type { ContainerFilter, Exclusion } from '../filters/container-filter.ts';

export interface ReaderStart {
  readonly containerId: string;
  /** As it was when it was found. */
  readonly origin: ContainerOrigin;
  /** For a container without a saved position. */
  readonly startAt: StartAt;
}

export interface TrackingTools<Reader> {
  /** The engine's name. */
  readonly host: string;
  readonly filter: ContainerFilter;
  readonly createReader: (start: ReaderStart) => Reader;
  readonly listener: OriginListener<Reader>;
}

/**
 * How much may have happened that nobody heard of: nothing, for a moment ago it was heard of; something between two lists, of
 * which the words of the list tell; or anything.
 */
export type Doubt = 'none' | 'small' | 'great';

export class TrackedContainer<Reader extends ContainerNews> {
  readonly #tools: TrackingTools<Reader>;
  /** When it was heard of last, in the order of all that was heard of any container. */
  heardAt = 0;
  /** The engine's time at which it was as it is known: what happened before cannot be news. */
  asOf: Stamp | undefined;
  #facts: ContainerFacts;
  #life: ContainerLife = 'new';
  #words: string | undefined;
  #startAt: StartAt | undefined;
  /** Nobody can tell more of it than is known. */
  #isAllKnown = false;
  #exclusion: Exclusion | undefined;
  /** Whether the listener counts it among those that are there. */
  #isTold: boolean;
  #found: { readonly origin: ContainerOrigin; readonly reader: Reader } | undefined;

  /** `isKnown`: it was told of in an earlier run. */
  constructor(tools: TrackingTools<Reader>, { facts, isKnown }: { facts: ContainerFacts; isKnown: boolean }) {
    this.#tools = tools;
    this.#facts = facts;
    this.#isTold = isKnown;
  }

  get facts(): ContainerFacts {
    return this.#facts;
  }

  get isExcluded(): boolean {
    return this.#exclusion !== undefined;
  }

  /** It is Tocsin’s: nobody chose to leave it out. */
  get isOwn(): boolean {
    return this.#exclusion === 'own';
  }

  get isFound(): boolean {
    return this.#found !== undefined;
  }

  get hasRun(): boolean {
    return this.#life !== 'new';
  }

  get hasEnded(): boolean {
    return this.#life === 'ended';
  }

  /** It is to be begun, but what it is called is not known. */
  get isInTheDark(): boolean {
    return this.#startAt !== undefined && !this.#isAllKnown && !isComplete(this.#facts);
  }

  /** More is known of it. If that means that it is to be watched after all, then from `at` on. */
  learn(facts: ContainerFacts, at: Stamp): void {
    const merged = mergeFacts(this.#facts, facts);
    if (haveSameFacts(merged, this.#facts)) return;
    const wasExcluded = this.isExcluded;
    this.#facts = merged;
    this.#settle(wasExcluded ? { at: 'moment', moment: at } : undefined);
  }

  /** There is no more to be learnt. */
  learntAll(): void {
    this.#isAllKnown = true;
    this.#settle();
  }

  /** Where it is begun; only the first answer counts. */
  begin(startAt: StartAt): void {
    if (this.#startAt !== undefined) return;
    this.#startAt = startAt;
    this.#settle();
  }

  started(): void {
    this.#life = 'running';
    if (this.#found) this.#found.reader.started();
    else this.#settle();
  }

  ended(): void {
    // It had ended before: nobody has heard of its last start.
    if (this.#found && this.#life === 'ended') this.#found.reader.started();
    this.#life = 'ended';
    if (this.#found) this.#found.reader.ended();
    else this.#settle();
  }

  /** A list shows it so, in these words. */
  seen(life: ContainerLife, words: string | undefined, doubt: Doubt): void {
    const isSame = life === this.#life;
    const mayHaveRun = doubt === 'great' || (doubt === 'small' && !(words === this.#words && isSettledAge(words)));
    this.#words = words;
    if (life === 'running' && !(isSame && doubt === 'none')) this.started();
    else if (life === 'ended' && (!isSame || mayHaveRun)) this.ended();
  }

  /** There is no such container any more. */
  removed(): void {
    if (this.#found && this.#life === 'running') this.#found.reader.ended();
    this.#found?.reader.removed();
    this.#leave('removed');
  }

  engineLost(): void {
    this.#found?.reader.engineLost();
  }

  engineBack(): void {
    this.#found?.reader.engineBack();
  }

  /** Tells what follows from all that is known by now. */
  #settle(ifIncluded?: StartAt): void {
    if (this.#startAt === undefined || this.isInTheDark) return;
    const origin = originOf(this.#facts, this.#tools.host);
    const container = { id: this.#facts.id, name: origin.containerName, image: origin.image, labels: origin.labels };
    this.#exclusion = this.#tools.filter(container);
    if (!this.isExcluded) this.#startAt = ifIncluded ?? this.#startAt;
    if (this.isExcluded) this.#exclude();
    else if (this.#found) this.#tellAgain(origin);
    // What has never run has no line; that it runs is heard at once.
    else if (this.#life !== 'new' || this.#isTold) this.#tell(origin, this.#startAt);
  }

  #tell(origin: ContainerOrigin, startAt: StartAt): void {
    const reader = this.#tools.createReader({ containerId: this.#facts.id, origin, startAt });
    this.#found = { origin, reader };
    this.#isTold = true;
    this.#tools.listener.found(origin, reader);
    if (this.#life === 'running') reader.started();
    if (this.#life === 'ended') reader.ended();
  }

  #tellAgain(origin: ContainerOrigin): void {
    if (this.#found === undefined || isSameOrigin(origin, this.#found.origin)) return;
    this.#found = { ...this.#found, origin };
    this.#tools.listener.found(origin, this.#found.reader);
  }

  #exclude(): void {
    this.#found?.reader.removed();
    this.#leave('excluded');
  }

  #leave(why: 'removed' | 'excluded'): void {
    this.#found = undefined;
    if (this.#isTold) this.#tools.listener.gone(originKey(this.#facts.id), why);
    this.#isTold = false;
  }
}

/** Whether two lists that show the same words show the same end: those for the first minute change within any time between two lists. */
const isSettledAge = (words: string | undefined): boolean => words !== undefined && !words.includes('second');
