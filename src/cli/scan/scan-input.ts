// Where `tocsin scan` reads: files, gzip files by their name, standard input; each as bytes written to wherever they are wanted.
import { closeSync, createReadStream, fstatSync, openSync, read, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';

/** An open input. `read` gives the number of bytes that it wrote, 0 at the end, at once when nothing has to be waited for; it is called again only after that. */
export interface ScanInput {
  /** Bytes that it will give, as far as that is known. */
  readonly size: number | undefined;
  /** Text from here and there in it, for the matcher to plan by; empty when it cannot be known before it is read. */
  sample(): readonly Uint8Array[];
  read(into: Uint8Array): number | Promise<number>;
  close(): void;
}

export function openInput(name: string, stdin: Readable): ScanInput {
  if (name === '-') return streamInput(stdin);
  if (!name.endsWith('.gz')) return fileInput(name);
  closeSync(openSync(name, 'r'));
  const file = createReadStream(name);
  return streamInput(
    file.pipe(createGunzip()).once('close', () => file.destroy()),
    file,
  );
}

const SAMPLES = 16;
const SAMPLE_BYTES = 32 * 1024;

/** Reads block, being from the page cache mostly, and take the fewest steps so. Signals are heard when the event loop turns. */
const READS_PER_TURN = 32;

function fileInput(name: string): ScanInput {
  const fd = openSync(name, 'r');
  const stat = fstatSync(fd);
  if (stat.isDirectory()) {
    closeSync(fd);
    throw new Error(`${name} is a folder`);
  }
  let reads = 0;
  return {
    size: stat.isFile() ? stat.size : undefined,
    sample: () => (stat.isFile() && stat.size > SAMPLES * SAMPLE_BYTES ? samplesOf(fd, stat.size) : []),
    read: (into) => {
      if (!stat.isFile()) return readAsync(fd, into);
      return ++reads % READS_PER_TURN === 0 ? nextTurn().then(() => readSync(fd, into)) : readSync(fd, into);
    },
    close: () => closeSync(fd),
  };
}

/** From all over the file, because its end may be of another nature than its beginning. */
function samplesOf(fd: number, size: number): Uint8Array[] {
  return Array.from({ length: SAMPLES }, (_, i) => {
    const piece = new Uint8Array(SAMPLE_BYTES);
    return piece.subarray(0, readSync(fd, piece, 0, SAMPLE_BYTES, Math.floor(((size - SAMPLE_BYTES) / SAMPLES) * i)));
  });
}

function readAsync(fd: number, into: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, into, 0, into.length, null, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

function streamInput(stream: Readable, source: Readable = stream): ScanInput {
  let failed: Error | undefined;
  source.once('error', (error) => {
    failed = error;
    stream.destroy(error);
  });
  const chunks = stream[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array();
  return {
    size: undefined,
    sample: () => [],
    read: async (into) => {
      while (chunk.length === 0) {
        const next = await chunks.next();
        if (failed) throw failed;
        if (next.done) return 0;
        chunk = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
      }
      const count = Math.min(chunk.length, into.length);
      into.set(chunk.subarray(0, count));
      chunk = chunk.subarray(count);
      return count;
    },
    close: () => stream.destroy(),
  };
}
