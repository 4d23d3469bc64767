// `tocsin tail` as the help shows it.
import type { Command } from '../shell/command.ts';

export const TAIL: Command = {
  name: 'tail',
  takes: ['FILE…'],
  summary: 'Watch files with the rules of a file, and print the events.',
  details: [
    'Follows each FILE, or all that a pattern such as "/var/log/*.log" in quotes stands for, through every rotation, and prints an event when a rule says so: with its time, severity, rule and line. Nothing is stored and no server is needed.',
    'The rules are those of a configuration file of the server: a list "rules", each with name and pattern. Their cooldowns and thresholds hold, so an event of a rule is followed by the next one of the same file after five minutes unless cooldown_seconds says otherwise; what was held back is counted.',
    'It begins at the end of the files that are there, and at the beginning of those that come later. With --from-start what stands in them is read first, by the times of its own lines.',
    'Ctrl-C ends it with code 130, and says what was counted. It ends with code 2 when it was called wrongly or the rules have faults.',
  ],
  options: {
    rules: { type: 'string', short: 'r', value: 'FILE', text: 'The rule file; it has to be named.' },
    json: { type: 'boolean', short: 'j', text: 'Print one JSON object an event, as the API has it.' },
    'from-start': { type: 'boolean', short: 's', text: 'Read what stands in the files already, too.' },
    'join-lines': {
      type: 'boolean',
      text: 'Take a stack trace, or a line with indented ones behind it, for one line.',
    },
    'join-start': {
      type: 'string',
      value: 'PATTERN',
      text: 'Join to a line in which PATTERN is found all that follow it until the next such line; a pattern as rules have them.',
    },
    format: {
      type: 'string',
      short: 'f',
      value: 'NAME',
      text: 'How their lines are written: plain (unless said), docker-json, cri or ndjson.',
    },
    message: {
      type: 'string',
      value: 'NAME',
      text: 'Of ndjson: the member of the objects that holds the text; message unless said.',
    },
  },
  load: async () => (await import('./tail.ts')).tail,
};
