// What the demo's engine is to whoever reads engines: the same questions and answers as of a real one, without a socket. The port is Docker's own; the compiler holds the two against each other where they are put together.
import type { Stamp } from '../../../core/lines/stamp.ts';

export interface DemoFault {
  readonly kind: 'refused' | 'closed';
  readonly words: string;
  readonly status?: number;
  readonly message?: string;
}

export interface DemoTraits {
  readonly kind: 'docker';
  readonly apiVersion: string;
  readonly version: string;
  readonly notes: readonly string[];
}

export type DemoAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly fault: DemoFault };

/** Takes the body of a stream; the calls come in order. */
export interface DemoSink {
  opened(headers: Readonly<Record<string, string>>): void;
  data(bytes: Uint8Array, from: number, end: number): void;
  rested(): void;
  ended(end: { readonly complete: true } | { readonly complete: false; readonly fault: DemoFault }): void;
}

export interface DemoStream {
  pause(): void;
  resume(): void;
  close(): void;
}

export interface DemoEngineClient {
  readonly name: string;
  negotiate(signal: AbortSignal): Promise<{ readonly ok: true; readonly traits: DemoTraits }>;
  getJson(path: string, signal: AbortSignal): Promise<DemoAnswer>;
  stream(path: string, sink: DemoSink): DemoStream;
  now(): Stamp;
}
