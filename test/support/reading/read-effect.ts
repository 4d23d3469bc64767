// What tests keep of lines that were read: enough to say of each written line whether it was read never, once or twice.
import type { StreamNumber } from '../../../src/core/lines/line-batch.ts';

/** Numbered lines that came one after the other on one stream, each number a step further. A batch of thousands is a few of these. */
export interface ReadRun {
  readonly kind: 'run';
  readonly stream: StreamNumber;
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** One line as it is. */
export interface ReadLine {
  readonly kind: 'line';
  readonly stream: StreamNumber;
  /** As `stampText` writes it. */
  readonly stamp: string;
  /** The bytes, one character each. */
  readonly latin1: string;
  readonly truncated: boolean;
}

export type ReadEffect = ReadRun | ReadLine;

const OBJECT_BYTES = 100;

export const sizeOfRead = (effect: ReadEffect): number =>
  OBJECT_BYTES + (effect.kind === 'line' ? effect.latin1.length : 0);
