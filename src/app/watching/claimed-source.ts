// A source that tells of the containers that are its own, and keeps those of another to itself.
import type { LivesNews } from '../../core/lines/lives.ts';
import type { OriginHistory, OriginListener, OriginSource } from '../../tail/origin-source.ts';
import type { ContainerClaims } from './container-claims.ts';

export class ClaimedSource implements OriginSource {
  readonly key: string;
  readonly #source: OriginSource;
  readonly #claims: ContainerClaims;
  readonly #onTwin: (of: string) => void;

  /** `onTwin` is called once, with the key of the source that watches the same engine. */
  constructor(source: OriginSource, claims: ContainerClaims, onTwin: (of: string) => void) {
    this.key = source.key;
    this.#source = source;
    this.#claims = claims;
    this.#onTwin = onTwin;
  }

  run(history: OriginHistory, listener: OriginListener, signal: AbortSignal): Promise<void> {
    const { key } = this;
    const claims = this.#claims;
    for (const { origin, gone } of history.origins) if (!gone) claims.restore(origin.key, key);
    return this.#source.run(
      history,
      {
        found: (origin, reader) => {
          const before = claims.twinOf(key);
          if (claims.take(origin.key, key)) listener.found(origin, reader);
          const after = claims.twinOf(key);
          if (before === undefined && after !== undefined) this.#onTwin(after);
        },
        gone: (originKey, why) => {
          if (claims.release(originKey, key)) listener.gone(originKey, why);
        },
        lostWhileAway: (origin) => {
          // It may have been found by this source under another name.
          claims.restore(origin.key, key);
          if (claims.release(origin.key, key)) listener.lostWhileAway(origin);
        },
        foundAll: () => listener.foundAll(),
        memoryChanged: () => listener.memoryChanged(),
        happened: (origin, happening) => {
          if (claims.isFor(origin.key, key)) listener.happened(origin, happening);
        },
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
}
