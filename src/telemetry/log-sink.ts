// Where finished log lines leave the process: a file, or a stream whose reader may be slow.
import { fstatSync, writeSync } from 'node:fs';

/** Where finished log lines go. Writing never throws and never blocks on a reader that is slow: such lines are lost, and counted. */
export interface LogSink {
  write(line: string): void;
  /** How many lines were lost since the start. */
  readonly lost: number;
  /** Resolves when what was written has left the process, or after a second when nobody takes it. */
  flush(): Promise<void>;
}

/** More than this waiting for a reader means that nobody reads. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
const FLUSH_PATIENCE_MS = 1_000;

/** The process's standard output: a file is written at once, a pipe or a terminal through the stream that Node keeps for it. */
export function stdoutSink(): LogSink {
  return fstatSync(1).isFile() ? new FileSink(1) : new StreamSink(process.stdout);
}

/** A full disk loses lines as long as it is full; each line tries again. */
export class FileSink implements LogSink {
  readonly #descriptor: number;
  lost = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  write(line: string): void {
    try {
      const bytes = Buffer.from(line);
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
    } catch {
      this.lost += 1;
    }
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }
}

/** A stream whose reader may be slow, stopped or gone. */
export class StreamSink implements LogSink {
  readonly #stream: NodeJS.WriteStream;
  #gone = false;
  lost = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    // EPIPE: the reader went away. The server goes on without its log.
    stream.on('error', () => {
      this.#gone = true;
    });
  }

  write(line: string): void {
    if (this.#gone || this.#stream.writableLength > MOST_WAITING_BYTES) this.lost += 1;
    else this.#stream.write(line);
  }

  flush(): Promise<void> {
    if (this.#gone || this.#stream.writableLength === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, FLUSH_PATIENCE_MS);
      this.#stream.write('', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
