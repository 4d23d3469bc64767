// Standard output, so that whoever writes there can hear whether it arrived.
import { fstatSync, writeSync } from 'node:fs';
import type { Output, Written } from './command.ts';

export interface OutputOptions {
  readonly stream: NodeJS.WriteStream & { readonly fd: number };
  /** Hears of errors of writes that were made without `written`. */
  readonly unheard: (error: NodeJS.ErrnoException) => void;
}

export function standardOutput({ stream, unheard }: OutputOptions): Output {
  const writesFile = isFile(stream.fd);
  let isHeard = false;
  stream.on('error', unheard);
  return {
    get isTTY() {
      return stream.isTTY;
    },
    write(piece, written) {
      if (written && !isHeard) {
        isHeard = true;
        stream.off('error', unheard).on('error', ignore);
      }
      return writesFile
        ? writeAll(stream.fd, piece, written ?? ((error) => error && unheard(error)))
        : stream.write(piece, written);
    },
  };
}

/** The error went to `written` already. */
function ignore(): void {}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

/** A disk that is all but full takes a part of what is written and says so; the stream that Node keeps for a file does not look. */
function writeAll(fd: number, piece: string | Uint8Array, written: Written): void {
  const bytes = Buffer.from(piece);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    queueMicrotask(written);
  } catch (error) {
    queueMicrotask(() => written(error instanceof Error ? error : new Error(String(error))));
  }
}
