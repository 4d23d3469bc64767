// What a command of `tocsin` is, what it sees of the world, and what it answers.
import type { Readable } from 'node:stream';
import type { LogSink } from '../../telemetry/log-sink.ts';
import type { SignalCode } from './signal-codes.ts';

/** What a command sees of the world, so that a test can run it in process. */
export interface CommandIo {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** The working directory. */
  readonly folder: string;
  /** Where the server's log goes. */
  openLog(): LogSink;
  /** From the first call on, a request to stop (a signal, or the launcher's end) aborts this signal, with its name as the reason, instead of ending the process. */
  stopRequested(): AbortSignal;
  /** From now on an error that nothing caught is reported here; the process ends when the report has resolved. */
  onCrash(report: (error: unknown) => Promise<void>): void;
}

export interface Output {
  readonly isTTY?: boolean | undefined;
  /** Text, or bytes that are none. `written` is called once, when they were handed on; until then the reader is slower than we are. */
  write(piece: string | Uint8Array, written?: Written): unknown;
}

/** With the error that prevented it, if one did. */
export type Written = (error?: Error | null) => void;

export type Input = Readable & {
  readonly isTTY?: boolean | undefined;
  setRawMode?(on: boolean): unknown;
};

export interface CommandOption {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** How its value is called in the help, such as `SECONDS`. */
  readonly value?: string;
  readonly text: string;
}

export interface GivenArguments {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** 0: done; 1: it failed; 2: it was called wrongly, or the configuration has faults. `scan` answers as grep does: 0 hits, 1 none, 2 any error; and with a signal's code when one ended it early. */
export type ExitCode = 0 | 1 | 2 | SignalCode;

export type RunCommand = (given: GivenArguments, io: CommandIo) => Promise<ExitCode>;

/** One command of `tocsin`, as a value: what the help says of it, what it takes, and where its code is. */
export interface Command {
  readonly name: string;
  /** The names of its arguments as the help shows them; one that may be absent ends in `?`, and with `…` the last one may be many. */
  readonly takes: readonly string[];
  /** One line, for the list of commands. */
  readonly summary: string;
  /** Paragraphs for its own help. */
  readonly details: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Loads the command's code only when it is called, because the start should cost no more than it needs. */
  load(): Promise<RunCommand>;
}
