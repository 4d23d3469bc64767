// How Podman makes records of what is written: of each read so many lines as it holds, and of the rest one more, at once.
import type { Stamp } from '../../../../src/core/lines/stamp.ts';
import type { Copier, LogRecord, LogStream } from './log-record.ts';

const NEWLINE = 10;

export class ReadCopier implements Copier {
  readonly #stream: LogStream;
  readonly #readBytes: number;

  constructor(stream: LogStream, readBytes: number) {
    [this.#stream, this.#readBytes] = [stream, readBytes];
  }

  write(bytes: Uint8Array, stamp: () => Stamp): readonly LogRecord[] {
    const records: LogRecord[] = [];
    for (let at = 0; at < bytes.length; at += this.#readBytes)
      records.push(...this.#read(bytes.subarray(at, at + this.#readBytes), stamp));
    return records;
  }

  flush(): readonly LogRecord[] {
    return [];
  }

  #read(bytes: Uint8Array, stamp: () => Stamp): readonly LogRecord[] {
    const records: LogRecord[] = [];
    for (let at = 0; at < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, at);
      const end = newline < 0 ? bytes.length : newline + 1;
      records.push({ stream: this.#stream, stamp: stamp(), bytes: Buffer.from(bytes.subarray(at, end)) });
      at = end;
    }
    return records;
  }
}
