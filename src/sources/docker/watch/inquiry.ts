// Asks an engine for each container of which the list and the events do not say enough: what it is, and how it ended.
import type { Clock } from '../../../core/clock.ts';
import type { EngineClient, JsonAnswer } from '../engine/engine-client.ts';
import type { EngineFaultKind } from '../engine/faults/engine-fault.ts';
import type { ContainerNews } from '../reader/container-news.ts';
import { parseInspection } from './containers/container-facts.ts';
import { parseEnd } from './life/end-facts.ts';
import type { EngineLife } from './life/engine-life.ts';
import type { Roster } from './roster/roster.ts';

const INSPECTIONS_AT_A_TIME = 8;
/** By then all is here that was on its way as an event when a list was made. */
const EVENTS_SETTLE_MS = 1_000;
/** Of an engine that does not say more of its containers in this time, what the list said has to do. */
const ASK_AROUND_WITHIN_MS = 30_000;
/** An engine that has just given its list, and nothing of one container for so long: it may never. */
const WAITED_FOR: ReadonlySet<EngineFaultKind> = new Set(['timeout', 'closed']);

export interface InquiryTools<Reader extends ContainerNews> {
  readonly client: Pick<EngineClient, 'getJson' | 'now'>;
  readonly roster: Roster<Reader>;
  readonly life: EngineLife;
  readonly clock: Pick<Clock, 'sleep'>;
}

export class Inquiry<Reader extends ContainerNews> {
  readonly #tools: InquiryTools<Reader>;

  constructor(tools: InquiryTools<Reader>) {
    this.#tools = tools;
  }

  /** Asks for each container of which not enough is known. One that cannot be asked for because its engine is lost comes up again with the next list. */
  askAround(signal: AbortSignal): Promise<void> {
    return this.#askEach(this.#tools.roster.inTheDark, (id, either) => this.#inspect(id, either), signal);
  }

  /** Asks how each container ended whose end nobody has heard. `mayStillHear`: events come, and one of them may tell. */
  async askForEnds(mayStillHear: boolean, signal: AbortSignal): Promise<void> {
    const { life, clock } = this.#tools;
    if (life.unasked.length === 0) return;
    if (mayStillHear) await clock.sleep(EVENTS_SETTLE_MS, signal);
    await this.#askEach(life.unasked, (id, either) => this.#askForEnd(id, either), signal);
  }

  async #askEach(
    all: readonly string[],
    ask: (id: string, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const ids = [...all];
    if (ids.length === 0) return;
    const done = new AbortController();
    const enough = new AbortController();
    void this.#tools.clock.sleep(ASK_AROUND_WITHIN_MS, done.signal).then(() => enough.abort());
    const either = AbortSignal.any([signal, enough.signal]);
    const askOn = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined && !signal.aborted; id = ids.pop()) await ask(id, either);
    };
    await Promise.all(Array.from({ length: INSPECTIONS_AT_A_TIME }, askOn));
    done.abort();
  }

  async #askForEnd(id: string, signal: AbortSignal): Promise<void> {
    const answer = await this.#ask(id, signal);
    if (answer.ok) this.#tools.life.ended(id, parseEnd(answer.body));
    else if (saysNothingMore(answer)) this.#tools.life.ended(id, undefined);
  }

  async #inspect(id: string, signal: AbortSignal): Promise<void> {
    const { client, roster } = this.#tools;
    const answer = await this.#ask(id, signal);
    if (answer.ok) roster.inspected(id, parseInspection(answer.body), client.now());
    else if (saysNothingMore(answer)) roster.inspected(id, undefined, client.now());
  }

  #ask(id: string, signal: AbortSignal): Promise<JsonAnswer> {
    return this.#tools.client.getJson(`/containers/${id}/json`, signal);
  }
}

/** Of a lost engine it is asked again after the next list; one that says nothing of this container may never. */
const saysNothingMore = ({ fault }: Extract<JsonAnswer, { ok: false }>): boolean =>
  fault.status !== undefined || WAITED_FOR.has(fault.kind);
