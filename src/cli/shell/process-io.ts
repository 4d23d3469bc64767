// The real world of a command: this process's streams, signals and errors.
import { stdoutSink } from '../../telemetry/log-sink.ts';
import type { CommandIo, Output } from './command.ts';
import { SIGNAL_CODES, signalCode } from './signal-codes.ts';
import { standardOutput } from './standard-output.ts';

/** At a terminal the same Ctrl-C reaches us once from the terminal and again from npm and the launcher; that is one request, not two. */
const SAME_REQUEST_MS = 100;

/** Whoever asks for a stop, as `docker stop` does, kills after ten seconds. */
const ENDS_WITHIN_MS = 9_500;

const LOOK_FOR_PARENT_MS = 250;

/** Taken as early as can be, because the parent may end while the server is still starting. */
const PARENT = process.ppid;

export function processIo(): CommandIo {
  if (process.pid === 1) endBySignals();
  /** A log that nobody reads any more is no reason to end: what writes it goes on. */
  let isLog = false;
  const unheard = (error: NodeJS.ErrnoException): void => {
    if (!isLog) endUnwritten(error);
  };
  return {
    get stdin() {
      return process.stdin;
    },
    stdout: whenUsed(() => standardOutput({ stream: process.stdout, unheard })),
    stderr: whenUsed(() => process.stderr.on('error', () => {})),
    env: process.env,
    folder: process.cwd(),
    openLog() {
      isLog = true;
      return stdoutSink();
    },
    stopRequested: listenForStop,
    onCrash: listenForCrash,
  };
}

/** Node makes a stream when it is asked for, which takes milliseconds; a command that prints little should not pay for all three. */
function whenUsed(open: () => Output): Output {
  let output: Output | undefined;
  const opened = (): Output => {
    output ??= open();
    return output;
  };
  return {
    get isTTY() {
      return opened().isTTY;
    },
    write: (piece, written) => opened().write(piece, written),
  };
}

/** Whoever read what we print has seen enough, as `head` has: nothing is wrong, and nothing is left to do. Any other error means that what we say is lost. */
function endUnwritten(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`tocsin: standard output could not be written: ${error.message}\n`, () => process.exit(1));
}

/** To the first process of a container the system gives no signal that it does not listen for: until a command does, it ends by them as any other process would. */
function endBySignals(): void {
  for (const [signal, code] of Object.entries(SIGNAL_CODES))
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.exit(code);
    });
}

/** The first request stops gracefully, the second at once, and so does the end of the time. The launcher tells its own end by closing the channel to us. */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  const { signal: requested } = stop;
  requested.addEventListener('abort', () => {
    setTimeout(() => process.exit(signalCode(requested.reason)), ENDS_WITHIN_MS).unref();
  });
  let requestedAt = Number.NEGATIVE_INFINITY;
  for (const [signal, code] of Object.entries(SIGNAL_CODES)) {
    process.on(signal, () => {
      const repeated = stop.signal.aborted && performance.now() - requestedAt > SAME_REQUEST_MS;
      if (repeated) process.exit(code);
      if (!stop.signal.aborted) requestedAt = performance.now();
      stop.abort(signal);
    });
  }
  process.once('disconnect', () => stop.abort('the launcher ended'));
  if (process.env.npm_lifecycle_event !== undefined) watchParent(() => stop.abort('npm ended'));
  return stop.signal;
}

/** npm passes SIGTERM on to the shell that it started, which dies of it and tells nobody; then another process becomes our parent. */
function watchParent(ended: () => void): void {
  const look = setInterval(() => {
    if (process.ppid === PARENT) return;
    clearInterval(look);
    ended();
  }, LOOK_FOR_PARENT_MS);
  look.unref();
}

/** A second error while the first is being reported would say nothing new. */
function listenForCrash(report: (error: unknown) => Promise<void>): void {
  let crashed = false;
  const crash = (error: unknown): void => {
    if (crashed) return;
    crashed = true;
    void report(error).finally(() => process.exit(1));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}
