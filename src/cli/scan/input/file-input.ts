// Files of every kind that a name may stand for. None may hold the process: neither its opening nor a read that waits for ever.
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import type { InputOptions, ScanInput } from './scan-input.ts';
import { streamInput } from './stream-input.ts';

/** A pipe without a writer would else be waited for within `open`, where nothing can end the waiting. Not known to Windows. */
const NONBLOCKING = constants.O_NONBLOCK ?? 0;

type FileOptions = Pick<InputOptions, 'printsHits'>;

export function fileInput(name: string, options: FileOptions): ScanInput {
  const fd = openSync(name, constants.O_RDONLY | NONBLOCKING);
  try {
    return inputOf(fd, fstatSync(fd), options);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function inputOf(fd: number, stat: Stats, { printsHits }: FileOptions): ScanInput {
  if (stat.isDirectory()) throw Object.assign(new Error('It is a folder.'), { code: 'EISDIR' });
  if (stat.isCharacterDevice() && isatty(fd)) {
    const terminal = new ReadStream(fd);
    return streamInput(terminal, { close: () => terminal.destroy() });
  }
  if (stat.isFIFO()) {
    const pipe = new Socket({ fd, readable: true, writable: false });
    return streamInput(pipe, { close: () => pipe.destroy() });
  }
  return regularFileInput(fd, { printsHits, close: () => closeSync(fd) });
}

const LOOK_AGAIN_MS = 100;

const SAMPLES = 16;
const SAMPLE_BYTES = 8 * 1024;

/** Reads block, being from the page cache mostly, and take the fewest steps so. */
export function regularFileInput(fd: number, { printsHits, close }: FileOptions & Pick<ScanInput, 'close'>): ScanInput {
  const stat = fstatSync(fd);
  if (printsHits && isStandardOutput(stat)) throw new Error('is where the hits are written to');
  const { size } = stat;
  let [done, isClosed] = [0, false];
  return {
    get share() {
      return size > 0 ? Math.min(1, done / size) : undefined;
    },
    sample: () => (size > SAMPLES * SAMPLE_BYTES ? samplesOf(fd, size) : []),
    read: (into) => {
      const count = readWhatIsThere(fd, into);
      if (count === undefined) return whenMoreIsThere(into);
      done += count;
      return count;
    },
    close: () => {
      isClosed = true;
      close();
    },
  };

  /** Nobody tells when there is more, so it is looked for; a close ends that. */
  async function whenMoreIsThere(into: Uint8Array): Promise<number> {
    for (;;) {
      await new Promise<void>((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      const count = isClosed ? 0 : readWhatIsThere(fd, into);
      if (count !== undefined) return count;
    }
  }
}

/** Some devices have no end and say so when there is nothing for now, as the kernel's log does; undefined then. */
function readWhatIsThere(fd: number, into: Uint8Array): number | undefined {
  try {
    return readSync(fd, into);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return undefined;
    throw error;
  }
}

function isStandardOutput(stat: Stats): boolean {
  const output = fstatSync(1);
  return stat.isFile() && output.ino === stat.ino && output.dev === stat.dev;
}

/** From all over the file, because its end may be of another nature than its beginning. */
function samplesOf(fd: number, size: number): Uint8Array[] {
  return Array.from({ length: SAMPLES }, (_, i) => {
    const piece = new Uint8Array(SAMPLE_BYTES);
    return piece.subarray(0, readSync(fd, piece, 0, SAMPLE_BYTES, Math.floor(((size - SAMPLE_BYTES) / SAMPLES) * i)));
  });
}
