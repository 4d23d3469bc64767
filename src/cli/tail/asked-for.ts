// What somebody who calls `tocsin tail` wants, or all that is wrong with the call.
import path from 'node:path';
import { snapshotOf } from '../../app/tailing/snapshot-of.ts';
import { startFault } from '../../app/watching/joining/line-start.ts';
import { readRules } from '../../config/rules/read-rules.ts';
import { FORMATS, type FormatName, isMessageName, MESSAGE_UNLESS_SAID } from '../../core/files/file-format.ts';
import { LONGEST_PATTERN, MOST_ALTERNATIVES, pathAlternatives } from '../../core/files/path-alternatives.ts';
import type { JoinTerms } from '../../core/joining/joining.ts';
import type { RuleSnapshot } from '../../rules/snapshot/rule-snapshot.ts';
import type { CommandIo, GivenArguments } from '../shell/command.ts';

const SHOWN_OF_PATH = 60;

export type Asked =
  | {
      readonly snapshot: RuleSnapshot;
      readonly format: FormatName;
      /** Of `ndjson`: the member that holds the message. */
      readonly message: string;
      /** Undefined where each line stays by itself. */
      readonly joined: JoinTerms | undefined;
    }
  | { readonly faults: readonly string[] };

export function askedFor(
  { rules, format = 'plain', message, ...joining }: GivenArguments['options'],
  paths: readonly string[],
  { folder }: CommandIo,
): Asked {
  if (paths.includes('-'))
    return {
      faults: [
        '- is standard input, which has no file to follow: `tocsin scan --rules FILE -` prints the hits of a pipe as they come',
      ],
    };
  const endless = paths.filter((one) => pathAlternatives(path.resolve(folder, one)) === undefined);
  if (endless.length > 0)
    return {
      faults: endless.map(
        (one) =>
          `${one.slice(0, SHOWN_OF_PATH)} stands for more than ${MOST_ALTERNATIVES} paths, or is longer than ${LONGEST_PATTERN} characters: name fewer alternatives in its braces`,
      ),
    };
  if (typeof rules !== 'string') return { faults: ['--rules FILE is missing'] };
  const known = FORMATS.find((name) => name === format);
  if (known === undefined) return { faults: [`--format is one of ${FORMATS.join(', ')}`] };
  if (message !== undefined && known !== 'ndjson')
    return {
      faults: ['--message names a member of the objects of ndjson, and of nothing else: say --format ndjson as well'],
    };
  const named = message ?? MESSAGE_UNLESS_SAID;
  if (!isMessageName(named)) return { faults: ['--message is the name of a member, of 100 characters at most'] };
  const joined = joinedBy(joining);
  if (joined !== undefined && 'fault' in joined) return { faults: [joined.fault] };
  const read = readRules({ path: path.resolve(folder, rules), shown: rules });
  if (!read.ok)
    return {
      faults: read.faults.map(({ path: at, message }) => (message.startsWith(at) ? message : `${at}: ${message}`)),
    };
  const compiled = snapshotOf(read.value);
  return compiled.ok
    ? { snapshot: compiled.snapshot, format: known, message: named, joined }
    : { faults: compiled.faults.map((fault) => `${rules}: ${fault}`) };
}

/** A pattern of a first line asks for joining, too. */
function joinedBy({
  'join-lines': joins,
  'join-start': start,
}: GivenArguments['options']): JoinTerms | { readonly fault: string } | undefined {
  if (typeof start !== 'string') return joins === true ? { start: undefined } : undefined;

  const fault = startFault(start);
  return fault === undefined ? { start } : { fault: `--join-start is no pattern: ${fault}` };
}
