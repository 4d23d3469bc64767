// What a reader of a container is made of.
import type { Clock } from '../../../core/clock.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import type { Slots } from '../../../core/signals/slots.ts';
import type { EngineClient, EngineTraits } from '../engine/engine-client.ts';
import type { BatchBuilder } from '../lines/batch-builder.ts';
import type { LineReader, LineTaker } from '../lines/raw-line.ts';
import type { StartAt } from './container-news.ts';

export interface ReaderOptions {
  readonly containerId: string;
  readonly startAt: StartAt;
  /** How lines that belong together are joined; undefined where they are not. */
  readonly joining?: Joining | undefined;
  readonly client: EngineClient;
  readonly traits: EngineTraits;
  readonly clock: Clock;
  readonly random: () => number;
  /** So many lines of the container are known at most; as many as a cursor has room for unless told. */
  readonly mostKnown?: number | undefined;
  /** Shared by all containers of an engine. */
  readonly catchUps: Slots;
  /** For all containers of an engine: no batch outlives the call that hands it on. */
  readonly batch: BatchBuilder;
  /** Makes what takes a stream's bytes apart, by the first of them. */
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
}
