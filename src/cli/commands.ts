// Every command of `tocsin`, in the order of the help. The first one runs when none is named.
import { SCAN } from './scan/command.ts';
import type { Command } from './shell/command.ts';
import { TAIL } from './tail/command.ts';

export const COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    takes: [],
    summary: 'Start the server (the default).',
    details: [
      'Settings come from TOCSIN_* variables and tocsin.yaml. "tocsin config" shows them.',
      'Serves the user interface and the API, and logs to standard output: one JSON object a line, or lines for a person at a terminal.',
      'SIGTERM or Ctrl-C stops it gracefully, within ten seconds: running requests have three of them. A second one ends it at once.',
    ],
    options: {
      demo: {
        type: 'boolean',
        text: 'Show an invented shop instead of anything of yours: no login, nothing is read, kept or sent.',
      },
    },
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'config',
    takes: [],
    summary: 'Print the configuration in force, and where each value comes from.',
    details: [
      'Settings come from TOCSIN_* variables, then from tocsin.yaml (or the file that TOCSIN_CONFIG names), then from the defaults. Secrets are masked.',
      'With a fault in the configuration it prints all faults instead and ends with code 2, as the server itself does.',
    ],
    options: {},
    load: async () => (await import('./config.ts')).config,
  },
  {
    name: 'health',
    takes: [],
    summary: 'Ask the running server whether it is well.',
    details: [
      'Asks /api/health at the configured host and port and prints one line. Ends with code 0 when the server can serve and store, with 1 when it cannot or does not answer: made for container health checks.',
    ],
    options: { timeout: { type: 'string', value: 'SECONDS', text: 'How long to wait for the answer; 3 unless said.' } },
    load: async () => (await import('./health.ts')).health,
  },
  {
    name: 'backup',
    takes: ['FILE'],
    summary: 'Save a consistent copy of the database; the server may go on running.',
    details: [
      'From SQLite the file is a database that can be put in the place of the old one; from PostgreSQL it is an archive for pg_restore. It holds every secret that the store holds: keep it as safe as the data folder.',
    ],
    options: { force: { type: 'boolean', short: 'f', text: 'Replace FILE when it is there already.' } },
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'user',
    takes: ['ACTION', 'NAME?'],
    summary: 'List the users, or give one a new password.',
    details: [
      'tocsin user list prints every user with their role and last login.',
      'tocsin user reset-password NAME asks for a new password, or takes the first line of its input when that is no terminal. All sessions of the user end, and the change stands in the audit trail as made by the command line.',
    ],
    options: { generate: { type: 'boolean', short: 'g', text: 'Make a password up and print it, once.' } },
    load: async () => (await import('./user.ts')).user,
  },
  SCAN,
  TAIL,
];
