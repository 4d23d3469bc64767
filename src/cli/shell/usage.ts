// The help, written from the commands themselves.
import type { Command, CommandOption } from './command.ts';

const WIDTH = 78;
const HELP_OPTION: CommandOption = { type: 'boolean', short: 'h', text: 'Show this help.' };

/** The help of the whole program. */
export function programUsage(commands: readonly Command[], version: string): string {
  const rows = commands.map((command) => [synopsis(command), command.summary] as const);
  return `Tocsin ${version} watches the logs of everything you run and tells you
the moment a line means trouble.

Usage
  tocsin [command] [options]

Commands
${columns([...rows, ['help [COMMAND]', 'Show this help, or that of a command.']])}

Options
${columns([
  ['-h, --help', 'Show this help.'],
  ['-v, --version', 'Print the version.'],
])}

Tocsin is configured by TOCSIN_* variables and tocsin.yaml; "tocsin config"
shows what is in force.
`;
}

/** The help of one command. */
export function commandUsage(command: Command): string {
  const options = Object.entries({ ...command.options, help: HELP_OPTION });
  const rows = options.map(([name, option]) => [optionName(name, option), option.text] as const);
  return `${wrap(command.summary, 0)}

Usage
  tocsin ${synopsis(command)}${Object.keys(command.options).length > 0 ? ' [options]' : ''}

${command.details.map((paragraph) => wrap(paragraph, 0)).join('\n\n')}

Options
${columns(rows)}
`;
}

/** `backup FILE`, `user ACTION [NAME]`. */
function synopsis({ name, takes }: Command): string {
  return [name, ...takes.map((take) => (take.endsWith('?') ? `[${take.slice(0, -1)}]` : take))].join(' ');
}

function optionName(name: string, { short, value }: CommandOption): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows.map(([left, right]) => `  ${left.padEnd(width - 2)}${wrap(right, width).trimStart()}`).join('\n');
}

/** Breaks a paragraph into lines that begin at the same column. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one).join('\n');
}
