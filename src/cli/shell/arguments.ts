// Holds what stands behind a command's name against what the command takes.
import { parseArgs } from 'node:util';
import { suggest } from '../../config/suggestion.ts';
import type { Command, GivenArguments } from './command.ts';

export type ArgumentsResult =
  | { readonly outcome: 'run'; readonly given: GivenArguments }
  | { readonly outcome: 'help' }
  | { readonly outcome: 'wrong'; readonly problem: string };

export function readArguments(command: Command, argv: readonly string[]): ArgumentsResult {
  const options = { help: { type: 'boolean', short: 'h' } as const, ...command.options };
  const { tokens, positionals, values } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help) return { outcome: 'help' };
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = optionProblem(token, command.options) ?? twiceProblem(token, seen);
    if (problem) return { outcome: 'wrong', problem };
    seen.add(token.name);
  }
  const problem = positionalsProblem(command, positionals);
  return problem ? { outcome: 'wrong', problem } : { outcome: 'run', given: { options: texts(values), positionals } };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function optionProblem({ name, rawName, value }: OptionToken, options: Command['options']): string | undefined {
  const known = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!known) {
    const near = nearOptions(name, Object.keys(options)).map((one) => `--${one}`);
    return `there is no option ${rawName}${near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`}`;
  }
  if (known.type === 'string' && !value) return `the option ${rawName} needs a value`;
  if (known.type === 'boolean' && value !== undefined) return `the option ${rawName} takes no value`;
  return undefined;
}

/** All that begin so, else the one that is written most alike. */
function nearOptions(name: string, known: readonly string[]): readonly string[] {
  const begun = known.filter((one) => one.startsWith(`${name}-`));
  const near = begun.length > 0 ? begun : [suggest(name, known)];
  return near.filter((one) => one !== undefined);
}

/** Of two values one would be ignored; a switch may be thrown twice. */
function twiceProblem({ name, rawName, value }: OptionToken, seen: ReadonlySet<string>): string | undefined {
  return value !== undefined && seen.has(name) ? `the option ${rawName} is given twice` : undefined;
}

function positionalsProblem({ takes }: Command, given: readonly string[]): string | undefined {
  const missing = takes.filter((name) => !name.endsWith('?'))[given.length];
  if (missing !== undefined) return `${missing} is missing`;
  if (takes.at(-1)?.includes('…')) return undefined;
  const extra = given[takes.length];
  return extra === undefined ? undefined : `"${extra}" is one argument too many`;
}

/** No option may be given twice as a list, so that each has one value. */
function texts(values: ReturnType<typeof parseArgs>['values']): GivenArguments['options'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? undefined : value]),
  );
}
