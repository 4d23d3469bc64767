// How the rest of the Docker source talks to an engine: GET requests, one answer or an endless stream each.
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { EngineFault } from './faults/engine-fault.ts';

/** What an engine is and is able to do, as its first answers told. */
export interface EngineTraits {
  /** Podman answers for Docker in most things, but its stamps have whole seconds. */
  readonly kind: 'docker' | 'podman';
  /** The API version that both sides know, such as `1.41`; undefined where a proxy lets nobody ask: then the engine takes its own. */
  readonly apiVersion: string | undefined;
  /** The engine's own version where it tells it. */
  readonly version: string | undefined;
  /** What is refused and can be done without, in sentences: what that costs, and how to allow it. */
  readonly notes: readonly string[];
}

export type JsonAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly fault: EngineFault };

/** Takes the body of a stream. The calls come in order, one after the other; none may throw. */
export interface BodySink {
  /** The engine has accepted; the header names are in lower case. */
  opened(headers: Readonly<Record<string, string>>): void;
  /** What comes now may have been there for so long: it was not read before, for there was time. */
  waited?(ms: number): void;
  /** bytes[from, end) is the next piece of the body, cut anywhere. The array is used again when this returns. */
  data(bytes: Uint8Array, from: number, end: number): void;
  /** All pieces that have arrived together were handed over: a good moment to pass on what was made of them. */
  rested(): void;
  /** The last call, once: `complete` is the end as the protocol has it, anything else says why there is no more. */
  ended(end: { readonly complete: true } | { readonly complete: false; readonly fault: EngineFault }): void;
}

export interface StreamOptions {
  /** Where many streams bring a line now and then, what this one brings may come some tenths of a second late: nobody sits and waits for it. */
  readonly hasTime?: boolean;
}

/** A stream that is open or about to be. */
export interface EngineStream {
  /** Takes nothing more from the socket until `resume`, so that the engine waits. What was read from it already is still handed over. */
  pause(): void;
  resume(): void;
  /** No more calls of the sink after this, `ended` neither. */
  close(): void;
}

export interface EngineClient {
  /** The engine's name, as people know it. */
  readonly name: string;
  /** Asks `/_ping` and what else is needed, and agrees on a version. To be called before all else and after every loss of the engine. */
  negotiate(
    signal: AbortSignal,
  ): Promise<
    { readonly ok: true; readonly traits: EngineTraits } | { readonly ok: false; readonly fault: EngineFault }
  >;
  /** GET of a path such as `/containers/json?all=1`, without a version. Bodies are bounded, and so is the time. */
  getJson(path: string, signal: AbortSignal): Promise<JsonAnswer>;
  /** GET of a stream: no limit of time once it is connected, headers may come as late as the first byte. The sink is called only after this has returned. */
  stream(path: string, sink: BodySink, options?: StreamOptions): EngineStream;
  /** The time by the engine's own clock, as well as it is known, and rather too early than too late; by our own before the engine has ever answered. */
  now(): Stamp;
}
