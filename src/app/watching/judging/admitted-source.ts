// A source whose containers are told of when the rules in their labels are in force, so that no line of theirs is judged without them.
import type { LivesNews } from '../../../core/lines/lives.ts';
import type { Origin } from '../../../core/lines/origin.ts';
import type { OriginHistory, OriginListener, OriginSource } from '../../../tail/origin-source.ts';

/** Resolves when the rules that stand in the labels of an origin are in force; undefined when they are already, as there are none. */
export type AdmitOrigin = (origin: Origin) => Promise<void> | undefined;

export class AdmittedSource implements OriginSource {
  readonly key: string;
  readonly #source: OriginSource;
  readonly #admit: AdmitOrigin;
  readonly #whenKnown: (signal: AbortSignal) => Promise<void>;
  /** What waits for each origin, in order. It never rejects. */
  readonly #waiting = new Map<string, Promise<void>>();

  /** @param whenKnown resolves when rules were read: until then nobody knows which streams are wanted, and to want none would pass over what is written meanwhile. */
  constructor(source: OriginSource, admit: AdmitOrigin, whenKnown: (signal: AbortSignal) => Promise<void>) {
    [this.key, this.#source, this.#admit] = [source.key, source, admit];
    this.#whenKnown = whenKnown;
  }

  async run(history: OriginHistory, listener: OriginListener, signal: AbortSignal): Promise<void> {
    await this.#whenKnown(signal);
    if (signal.aborted) return;
    await this.#source.run(
      history,
      {
        found: (origin, reader) => this.#inTurn(origin.key, this.#admit(origin), () => listener.found(origin, reader)),
        gone: (key, why) => this.#inTurn(key, undefined, () => listener.gone(key, why)),
        lostWhileAway: (origin) => listener.lostWhileAway(origin),
        foundAll: () => void Promise.all(this.#waiting.values()).then(() => listener.foundAll()),
        memoryChanged: () => listener.memoryChanged(),
        // No rule is asked about these, and they must not fall behind what is saved of how far the source has heard.
        happened: (origin, happening) => listener.happened(origin, happening),
        livesChanged: () => listener.livesChanged(),
      },
      signal,
    );
  }

  remember(): string | undefined {
    return this.#source.remember();
  }

  takeLives(): LivesNews | undefined {
    return this.#source.takeLives?.();
  }

  /** Tells at once unless something is waited for. */
  #inTurn(key: string, admitted: Promise<void> | undefined, tell: () => void): void {
    const before = this.#waiting.get(key);
    if (before === undefined && admitted === undefined) {
      tell();
      return;
    }
    const turn = Promise.all([before, admitted]).then(tell);
    this.#waiting.set(key, turn);
    void turn.then(() => {
      if (this.#waiting.get(key) === turn) this.#waiting.delete(key);
    });
  }
}
