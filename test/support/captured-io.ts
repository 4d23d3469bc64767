import { PassThrough } from 'node:stream';
import type { CommandIo } from '../../src/cli/shell/command.ts';

export interface CapturedIo {
  readonly io: CommandIo;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The lines of the server's log, as they were written. */
  readonly log: () => string;
  /** As much of it as was written when it was flushed last. */
  readonly flushed: () => string;
  /** Resolves as soon as something that was written, anywhere, matches. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
  /** As a signal or the end of the launcher would. */
  stop(reason: string): void;
  /** As an error that nothing caught would; resolves when it was reported. */
  crash(error: unknown): Promise<void>;
  /** Types at the terminal, or feeds the pipe, once somebody reads. */
  readonly stdin: PassThrough;
}

export interface CapturedIoOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly terminal?: boolean;
}

/** The world of a command as a test sees and steers it. */
export function captureIo({ env = {}, folder = '/nowhere', terminal = false }: CapturedIoOptions = {}): CapturedIo {
  const [stdout, stderr, log] = [new Written(), new Written(), new Written()];
  const stop = new AbortController();
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal, setRawMode: () => undefined });
  let flushed = '';
  const flush = async (): Promise<void> => {
    flushed = log.text;
  };
  let report: (error: unknown) => Promise<void> = () => Promise.resolve();
  return {
    io: {
      stdin,
      stdout: {
        isTTY: terminal,
        write: (piece, written) => {
          stdout.add(Buffer.from(piece).toString());
          written?.();
        },
      },
      stderr: { isTTY: terminal, write: (piece) => stderr.add(Buffer.from(piece).toString()) },
      env,
      folder,
      openLog: () => ({ lost: 0, write: (line) => log.add(line), flush }),
      stopRequested: () => stop.signal,
      onCrash: (wanted) => {
        report = wanted;
      },
    },
    stdout: () => stdout.text,
    stderr: () => stderr.text,
    log: () => log.text,
    flushed: () => flushed,
    seen: (pattern) => Promise.race([stdout, stderr, log].map((written) => written.seen(pattern))),
    stop: (reason) => stop.abort(reason),
    crash: (error) => report(error),
    stdin,
  };
}

/** A text that grows, and tells those who wait for something in it. */
class Written {
  text = '';
  readonly #waiting = new Set<() => void>();

  add(text: string): void {
    this.text += text;
    for (const look of this.#waiting) look();
  }

  seen(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = pattern.exec(this.text);
        if (found) {
          this.#waiting.delete(look);
          resolve(found);
        }
      };
      this.#waiting.add(look);
      look();
    });
  }
}
