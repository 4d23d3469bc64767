// A record of a log, and how what a container writes becomes records.
import type { Stamp } from '../../../../src/core/lines/stamp.ts';
import type { EngineProfile } from '../engine-profile.ts';

export type LogStream = 'stdout' | 'stderr';

export interface LogRecord {
  readonly stream: LogStream;
  readonly stamp: Stamp;
  /** With its newline, if it has one. */
  readonly bytes: Buffer;
}

const NEWLINE = 10;

/**
 * What stands between a container and its log: cuts what is written on one stream into records, a line each, or several
 * for a long line, all of which bear the stamp of its beginning. A line without an end waits for it.
 */
export class LineCopier {
  readonly #stream: LogStream;
  readonly #profile: EngineProfile;
  #waiting = Buffer.alloc(0);
  /** Of the line of which records were made already; undefined at the beginning of a line. */
  #begun: Stamp | undefined;

  constructor(stream: LogStream, profile: EngineProfile) {
    [this.#stream, this.#profile] = [stream, profile];
  }

  /** The records that are complete with this; `stamp` gives each line its own. */
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

  /** The container has ended: what waits for its newline will get none. */
  flush(stamp: () => Stamp): readonly LogRecord[] {
    if (this.#waiting.length === 0) return [];
    const record = this.#record(this.#waiting, this.#begun ?? stamp());
    [this.#waiting, this.#begun] = [Buffer.alloc(0), undefined];
    return [record];
  }

  #part(stamp: () => Stamp): LogRecord {
    this.#begun ??= stamp();
    return this.#record(this.#take(this.#profile.recordBytes), this.#begun);
  }

  #endLine(end: number, stamp: () => Stamp): readonly LogRecord[] {
    const [begun, whole] = [this.#begun ?? stamp(), this.#take(end + 1)];
    const isLong = this.#begun !== undefined;
    this.#begun = undefined;
    if (!isLong) return [this.#record(whole, begun)];
    const text = whole.subarray(0, end);
    if (!this.#profile.lastPartEnds) return [this.#record(text, begun)];
    if (!this.#profile.newlineApart || end === 0) return [this.#record(whole, begun)];
    return [this.#record(text, begun), this.#record(whole.subarray(end), begun)];
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
