// `tocsin scan` as the help shows it.
import type { Command } from '../shell/command.ts';

export const SCAN: Command = {
  name: 'scan',
  takes: ['FILE…?'],
  summary: 'Look for the hits of a rule file in files or standard input.',
  details: [
    'Reads the rules from a YAML file: a list "rules", each with name and pattern, and exclude_pattern, field and severity if wanted. A configuration of the server serves too; what a scan does not apply, such as cooldown_seconds, is said once. Without a FILE, or with "-", it reads standard input; names that end in .gz are unpacked.',
    'Prints each hit with its line number and rule, on a terminal in colour unless NO_COLOR is set. With --json a hit is an object with line, rule, severity, text, start, end and captures; the last three are null where a very long line would take too long.',
    'Ends with code 0 when something hit, with 1 when nothing did, with 2 after an error; with --quiet a hit counts more than an error, as with grep.',
    'Ctrl-C ends it with code 130; what was counted until then is printed.',
  ],
  options: {
    rules: { type: 'string', short: 'r', value: 'FILE', text: 'The rule file; it has to be named.' },
    count: { type: 'boolean', short: 'c', text: 'Print only how often each rule hit.' },
    json: {
      type: 'boolean',
      short: 'j',
      text: 'Print one JSON object a hit, with its captures; with --count one in all.',
    },
    quiet: { type: 'boolean', short: 'q', text: 'Print nothing, stop at the first hit: the exit code tells.' },
  },
  load: async () => (await import('./scan.ts')).scan,
};
