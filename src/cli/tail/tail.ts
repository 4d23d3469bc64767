// `tocsin tail`: files watched from the command line, with the rules of a file.
import path from 'node:path';
import { startTailing, type Tailing } from '../../app/tailing/tailing.ts';
import { watchedFiles } from '../../app/tailing/watched-files.ts';
import { systemClock } from '../../core/clock.ts';
import type { NewEvent } from '../../core/events/new-event.ts';
import { until } from '../../core/signals/until.ts';
import { harmless } from '../scan/harmless.ts';
import { Printer } from '../scan/printer.ts';
import type { CommandIo, ExitCode, GivenArguments } from '../shell/command.ts';
import { signalCode } from '../shell/signal-codes.ts';
import { askedFor } from './asked-for.ts';
import { colourFormat, type EventFormat, jsonFormat, plainFormat } from './event-format.ts';

type Tell = (sentence: string) => void;

/** Ends when it is asked to, with the code of the signal; at once, with 2, when it cannot begin. */
export async function tail({ options, positionals }: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const tell: Tell = (sentence) => void io.stderr.write(`tocsin tail: ${harmless(sentence)}\n`);
  const asked = askedFor(options, positionals, io);
  if ('faults' in asked) {
    asked.faults.forEach(tell);
    return 2;
  }
  const [asksToStop, isUnheard] = [io.stopRequested(), new AbortController()];
  const stop = AbortSignal.any([asksToStop, isUnheard.signal]);
  const printer = new Printer(io.stdout, stop);
  const format = formatFor(options, io);
  const take = async (events: readonly NewEvent[]): Promise<void> => {
    for (const event of events) printer.add(format(event));
    await printer.flush();
    if (printer.failure) isUnheard.abort();
  };
  const { source, memory } = watchedFiles({
    paths: positionals.map((file) => path.resolve(io.folder, file)),
    format: asked.format,
    message: asked.message,
    fromStart: options['from-start'] === true,
    joined: asked.joined,
    clock: systemClock,
    looked({ files, missed }) {
      // First, so that the last sentence is the one about what is watched.
      missed.forEach(tell);
      tell(
        files === 0
          ? 'no file is watched yet; one that comes is read'
          : `${countOf(files, 'file')} watched; Ctrl-C ends it`,
      );
    },
  });
  const tailing = startTailing({ source, memory, snapshot: asked.snapshot, clock: systemClock, tell, take });
  await until(() => {}, stop);
  await tailing.stop();
  return ended(tailing, { printer, asksToStop, tell });
}

function formatFor({ json }: GivenArguments['options'], { stdout, env }: CommandIo): EventFormat {
  if (json) return jsonFormat;
  return stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb' ? colourFormat : plainFormat;
}

interface Ending {
  readonly printer: Printer;
  readonly asksToStop: AbortSignal;
  readonly tell: Tell;
}

function ended({ totals }: Tailing, { printer, asksToStop, tell }: Ending): ExitCode {
  const { lines, events, heldBack } = totals;
  if (printer.failure && printer.failure.code !== 'EPIPE') {
    tell(`standard output could not be written: ${printer.failure.message}`);
    return 2;
  }
  if (!asksToStop.aborted) return 0;
  tell(
    `stopped (${asksToStop.reason}) after ${countOf(lines, 'line')}: ${countOf(events, 'event')}, ${countOf(heldBack, 'hit')} held back`,
  );
  return signalCode(asksToStop.reason);
}

const countOf = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
