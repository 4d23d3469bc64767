// Takes lines as a test wants to compare them.
import type { LineReader, LineTaker, RawLine } from '../../../src/sources/docker/lines/raw-line.ts';
import type { KnownRuns } from '../../../src/sources/docker/lines/runs/run-ends.ts';

export interface CollectedLine {
  readonly stream: number;
  readonly seconds: number;
  readonly nanos: number;
  /** One character a byte. */
  readonly text: string;
  readonly truncated: boolean;
  readonly hash: string;
}

export class CollectedLines implements LineTaker {
  readonly lines: CollectedLine[] = [];
  readonly engineErrors: string[] = [];
  readonly faults: string[] = [];
  readonly runs: KnownRuns | undefined;

  constructor(runs?: KnownRuns) {
    this.runs = runs;
  }

  get texts(): string[] {
    return this.lines.map(({ text }) => text);
  }

  line({ bytes, from, end, seconds, nanos, stream, truncated, hash1, hash2 }: RawLine): void {
    const text = Buffer.from(bytes.subarray(from, end)).toString('latin1');
    this.lines.push({ stream, seconds, nanos, text, truncated, hash: `${hash1} ${hash2}` });
  }

  engineError(message: string): void {
    this.engineErrors.push(message);
  }

  protocolError(reason: string): void {
    this.faults.push(reason);
  }
}

/** Gives the bytes in pieces that end at the given places, each in the middle of an array that holds something else around it. */
export function pushCut(reader: Pick<LineReader, 'push'>, bytes: Uint8Array, ends: readonly number[]): void {
  let at = 0;
  for (const end of [...ends, bytes.length]) {
    if (end < at || end > bytes.length) continue;
    const around = new Uint8Array(end - at + 6).fill(0x0a);
    around.set(bytes.subarray(at, end), 3);
    reader.push(around, 3, 3 + end - at);
    around.fill(0x55);
    at = end;
  }
}
