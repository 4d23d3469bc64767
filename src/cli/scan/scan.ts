// `tocsin scan`: the matcher on files or standard input, from the command line.
import { readProblem } from '../../config/file/text-file.ts';
import type { CommandIo, ExitCode, GivenArguments } from '../shell/command.ts';
import { signalCode } from '../shell/signal-codes.ts';
import { chooseFormat } from './choose-format.ts';
import { countJson, countTable } from './count-report.ts';
import { harmless } from './harmless.ts';
import { STANDARD_INPUT } from './input/open-input.ts';
import { Printer } from './printer.ts';
import { Progress } from './progress.ts';
import { readRuleFile } from './rules/rule-file.ts';
import { Scanner } from './scanner.ts';

type Tell = (sentence: string) => void;

/** Ends with 0 when something hit, with 1 when nothing did, with 2 after an error, as grep does; stopped early, with the code of the signal. */
export async function scan({ options, positionals }: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const tell: Tell = (sentence) => void io.stderr.write(`tocsin scan: ${harmless(sentence)}\n`);
  if (typeof options.rules !== 'string') return refuse(['--rules FILE is missing'], tell);
  const read = await readRuleFile(options.rules);
  if (!read.ok) return refuse(read.faults, tell);
  const isQuiet = options.quiet === true;
  if (!isQuiet) read.notes.forEach(tell);
  // `performance` would be loaded for it first.
  const [stop, now] = [io.stopRequested(), () => process.uptime() * 1000];
  const printer = new Printer(io.stdout, stop);
  const progress = new Progress(io.stderr, now);
  const format = await chooseFormat(options, io);
  const scanner = new Scanner({
    ...{ rules: read.rules, format, printer, progress, stop, now },
    get stdin() {
      return io.stdin;
    },
    stopAtFirst: isQuiet,
  });
  const failed = await scanAll(scanner, positionals.length > 0 ? positionals : [STANDARD_INPUT], tell);
  if (options.count && !isQuiet) printer.add((options.json ? countJson : countTable)(read.rules, scanner.counts));
  await printer.flush();
  return ended(scanner, { printer, stop, failed, isQuiet, tell });
}

function refuse(problems: readonly string[], tell: Tell): ExitCode {
  problems.forEach(tell);
  return 2;
}

/** Whether an input could not be read to its end; which, and why, has been told. */
async function scanAll(scanner: Scanner, files: readonly string[], tell: Tell): Promise<boolean> {
  let failed = false;
  for (const file of files) {
    if (scanner.isDone) break;
    try {
      await scanner.scan(file, files.length > 1);
    } catch (error) {
      failed = true;
      tell(`${file === STANDARD_INPUT ? 'standard input' : file} ${problemOf(error)}`);
    }
  }
  return failed;
}

function problemOf(error: unknown): string {
  if (error instanceof RangeError) return `cannot be read on. ${error.message}`;
  if (error instanceof Error && !('code' in error)) return error.message;
  return readProblem(error);
}

interface Ending {
  readonly printer: Printer;
  readonly stop: AbortSignal;
  readonly failed: boolean;
  readonly isQuiet: boolean;
  readonly tell: Tell;
}

function ended(scanner: Scanner, { printer, stop, failed, isQuiet, tell }: Ending): ExitCode {
  const { lines } = scanner.counts;
  if (printer.failure && printer.failure.code !== 'EPIPE')
    return refuse([`standard output could not be written: ${printer.failure.message}`], tell);
  if (isQuiet && lines > 0) return 0;
  if (stop.aborted) {
    const far = `${scanner.bytes.toLocaleString('en-US')} bytes`;
    if (!isQuiet)
      tell(`stopped (${stop.reason}) after ${far}; ${lines} ${lines === 1 ? 'line' : 'lines'} with a hit so far`);
    return signalCode(stop.reason);
  }
  return failed ? 2 : lines > 0 ? 0 : 1;
}
