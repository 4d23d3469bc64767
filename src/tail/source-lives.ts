// What happens to the origins of one source besides their lines: judged as it is heard, and saved with how far the source has heard.
import type { Happening } from '../core/life/happening.ts';
import type { LivesChange, LivesNews, OriginLife, SavedLives } from '../core/lines/lives.ts';
import type { Origin } from '../core/lines/origin.ts';
import type { TailOccurrences } from '../telemetry/occurrences/tail.ts';
import type { Committable } from './commit/committable.ts';
import type { Urgency } from './commit/committer.ts';
import type { LifeJudge, OriginLifeJudge } from './judge.ts';
import type { OriginSource } from './origin-source.ts';

/** More are not kept for a store that takes none: flood control holds each origin to a rate, and nobody the number of origins. */
export const MOST_WAITING = 10_000;

/** What is saved; nothing is known of how far was heard where nothing was. */
export interface LivesBefore extends Pick<SavedLives, 'origins'> {
  readonly position: string | undefined;
}

export interface SourceLivesOptions<Effect> {
  readonly source: Pick<OriginSource, 'key' | 'takeLives'>;
  readonly judge: LifeJudge<Effect>;
  readonly committer: { due(member: Committable<Effect>, urgency: Urgency): void };
  readonly occurrences: Pick<TailOccurrences, 'happeningsDropped' | 'livesRefused'>;
}

export class SourceLives<Effect> implements Committable<Effect> {
  readonly #options: SourceLivesOptions<Effect>;
  /** Saved of the origins to which nothing has happened yet in this run. */
  #saved = new Map<string, OriginLife>();
  readonly #judges = new Map<string, OriginLifeJudge<Effect>>();
  /** Those whose flood control stands otherwise than it is saved. */
  #judged = new Set<string>();
  /** The last course of each that is not saved. */
  #courses = new Map<string, string | undefined>();
  #effects: Effect[] = [];
  #position: string | undefined;
  #savedPosition: string | undefined;
  /** What was taken and is being committed. */
  #taken: LivesChange<Effect> | undefined;

  constructor(options: SourceLivesOptions<Effect>) {
    this.#options = options;
  }

  get source(): string {
    return this.#options.source.key;
  }

  /** What is saved, before the source begins: whatever was heard before and not committed is forgotten. */
  remember({ position, origins }: LivesBefore): void {
    this.#saved = new Map(origins);
    this.#judges.clear();
    [this.#judged, this.#courses, this.#effects] = [new Set(), new Map(), []];
    [this.#position, this.#savedPosition] = [position, position];
  }

  happened(origin: Origin, happening: Happening): void {
    const judge = this.#judgeOf(origin.key);
    const effect = judge.judge(origin, happening);
    this.#judged.add(origin.key);
    if (effect !== undefined && this.#hasRoom()) this.#effects.push(effect);
    this.due('now');
  }

  due(urgency: Urgency): void {
    this.#options.committer.due(this, urgency);
  }

  take(): LivesChange<Effect> | undefined {
    const news = this.#options.source.takeLives?.();
    if (news) this.#learn(news);
    if (this.#position === undefined || !this.#hasNews()) return undefined;
    const keys = new Set([...this.#courses.keys(), ...this.#judged]);
    const origins = new Map([...keys].map((key) => [key, this.#lifeOf(key)] as const));
    const floods = [...this.#judged].flatMap((key) => this.#judges.get(key)?.takeFlood() ?? []);
    const change = { source: this.source, position: this.#position, origins, effects: this.#effects, floods };
    [this.#judged, this.#courses, this.#effects] = [new Set(), new Map(), []];
    this.#taken = change;
    return change;
  }

  committed(): void {
    for (const [key, life] of this.#taken?.origins ?? []) if (life === undefined) this.#forget(key);
    this.#savedPosition = this.#taken?.position;
    this.#taken = undefined;
  }

  /** An objection to one of the events, or to all of it: without the events it is tried once more with whatever comes next. */
  refused(error: unknown): void {
    const taken = this.#taken;
    this.#taken = undefined;
    this.#options.occurrences.livesRefused({ source: this.source, error, effects: taken?.effects.length ?? 0 });
    for (const [key, life] of taken?.origins ?? []) if (!this.#courses.has(key)) this.#courses.set(key, life?.course);
  }

  #hasRoom(): boolean {
    if (this.#effects.length < MOST_WAITING) return true;
    this.#options.occurrences.happeningsDropped({ source: this.source });
    return false;
  }

  #hasNews(): boolean {
    const isFurther = this.#position !== this.#savedPosition;
    return isFurther || this.#courses.size > 0 || this.#judged.size > 0 || this.#effects.length > 0;
  }

  #learn({ position, courses }: LivesNews): void {
    this.#position = position;
    for (const [key, course] of courses) this.#courses.set(key, course);
  }

  #lifeOf(key: string): OriginLife | undefined {
    const before = this.#saved.get(key);
    const course = this.#courses.has(key) ? this.#courses.get(key) : before?.course;
    if (course === undefined) return undefined;
    const life = { course, flood: this.#judges.get(key)?.saved ?? before?.flood };
    this.#saved.set(key, life);
    return life;
  }

  #judgeOf(key: string): OriginLifeJudge<Effect> {
    const known = this.#judges.get(key) ?? this.#options.judge.open(this.#saved.get(key)?.flood);
    this.#judges.set(key, known);
    return known;
  }

  #forget(key: string): void {
    this.#saved.delete(key);
    this.#judges.delete(key);
  }
}
