// How Docker makes records of what is written: it waits for the end of a line, and divides one that is too long.
import type { Stamp } from '../../../../src/core/lines/stamp.ts';
import type { EngineProfile } from '../engine-profile.ts';
import type { Copier, LogRecord, LogStream } from './log-record.ts';

const NEWLINE = 10;

/** All records of a line bear the stamp of its beginning. */
export class LineCopier implements Copier {
  readonly #stream: LogStream;
  readonly #profile: EngineProfile;
  #waiting = Buffer.alloc(0);
  /** Of the line of which records were made already; undefined at the beginning of a line. */
  #begun: Stamp | undefined;

  constructor(stream: LogStream, profile: EngineProfile) {
    [this.#stream, this.#profile] = [stream, profile];
  }

  write(bytes: Uint8Array, stamp: () => Stamp): readonly LogRecord[] {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    const records: LogRecord[] = [];
    for (;;) {
      const end = this.#waiting.indexOf(NEWLINE);
      if (end < 0 && this.#waiting.length < this.#profile.recordBytes) return records;
      if (end >= 0 && end < this.#profile.recordBytes) records.push(...this.#endLine(end, stamp));
      else records.push(this.#part(stamp));
    }
  }

  flush(stamp: () => Stamp): readonly LogRecord[] {
    const [left, begun] = [this.#waiting, this.#begun];
    [this.#waiting, this.#begun] = [Buffer.alloc(0), undefined];
    return left.length === 0 ? [] : [this.#record(left, begun ?? stamp())];
  }

  #part(stamp: () => Stamp): LogRecord {
    this.#begun ??= stamp();
    return this.#record(this.#take(this.#profile.recordBytes), this.#begun);
  }

  #endLine(end: number, stamp: () => Stamp): readonly LogRecord[] {
    const [begun, whole] = [this.#begun ?? stamp(), this.#take(end + 1)];
    const isLong = this.#begun !== undefined;
    this.#begun = undefined;
    return [this.#record(!isLong || this.#profile.lastPartEnds ? whole : whole.subarray(0, end), begun)];
  }

  #take(length: number): Buffer {
    const taken = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    return taken;
  }

  #record(bytes: Buffer, stamp: Stamp): LogRecord {
    return { stream: this.#stream, stamp, bytes: Buffer.from(bytes) };
  }
}
