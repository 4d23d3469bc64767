// From the command line to an exit code: which command is meant, whether it is called rightly, and what is told when it fails.
import { suggest } from '../config/suggestion.ts';
import { TocsinError } from '../core/errors.ts';
import { readArguments } from './shell/arguments.ts';
import type { Command, CommandIo, ExitCode } from './shell/command.ts';
import { commandUsage, programUsage } from './shell/usage.ts';

/** Runs what the command line asks for and gives the code with which the process ends. It never rejects: whatever goes wrong is told on standard error. */
export async function run(argv: readonly string[], io: CommandIo, commands: readonly Command[]): Promise<ExitCode> {
  try {
    const [first = '', ...rest] = argv;
    if (['-v', '--version', 'version'].includes(first)) return printVersion(io);
    if (['-h', '--help', 'help'].includes(first)) return await printHelp(rest[0], io, commands);
    const command = first === '' || first.startsWith('-') ? commands[0] : find(commands, first);
    if (command === undefined) return wrong(unknownCommand(commands, first), 'tocsin help', io);
    return await runCommand(command, command.name === first ? rest : argv, io);
  } catch (error) {
    return tellError(error, io);
  }
}

async function runCommand(command: Command, argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  const read = readArguments(command, argv);
  switch (read.outcome) {
    case 'help':
      io.stdout.write(commandUsage(command));
      return 0;
    case 'wrong':
      return wrong(read.problem, `tocsin ${command.name} --help`, io);
    case 'run': {
      const runLoaded = await command.load();
      return await runLoaded(read.given, io);
    }
  }
}

async function printVersion(io: CommandIo): Promise<ExitCode> {
  const { VERSION } = await import('../app/installation.ts');
  io.stdout.write(`${VERSION}\n`);
  return 0;
}

async function printHelp(name: string | undefined, io: CommandIo, commands: readonly Command[]): Promise<ExitCode> {
  const { VERSION } = await import('../app/installation.ts');
  if (name === undefined) io.stdout.write(programUsage(commands, VERSION));
  const command = find(commands, name ?? '');
  if (name !== undefined && command === undefined) return wrong(unknownCommand(commands, name), 'tocsin help', io);
  if (command) io.stdout.write(commandUsage(command));
  return 0;
}

function find(commands: readonly Command[], name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

function unknownCommand(commands: readonly Command[], given: string): string {
  const near = suggest(given, [...commands.map(({ name }) => name), 'help']);
  return `there is no command "${given}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}

function wrong(problem: string, help: string, io: CommandIo): ExitCode {
  io.stderr.write(`tocsin: ${problem}\nSee "${help}".\n`);
  return 2;
}

/** A refusal is told in its own words; anything else is a fault of ours, and its stack helps whoever mends it. */
function tellError(error: unknown, io: CommandIo): ExitCode {
  if (error instanceof TocsinError) {
    const details = error.details.filter(({ message }) => message !== error.message);
    const lines = details.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}\n`);
    io.stderr.write(`tocsin: ${error.message}\n${lines.join('')}`);
    return error.code === 'config_invalid' ? 2 : 1;
  }
  io.stderr.write(`tocsin: unexpected error: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}
