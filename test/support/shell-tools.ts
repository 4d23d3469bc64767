import { spawnSync } from 'node:child_process';
import type { Requirement } from './requirement.ts';

const missing = ['bash', 'curl', 'jq'].filter((name) => !isThere(name));

/** What an operator has at the terminal, and the commands of the guide use. */
export const shellTools: Requirement = {
  name: 'shell-tools',
  missing: missing.length === 0 ? undefined : `install ${missing.join(', ')}`,
};

/** Where the guide looks into the database; in the version that an operator has, which is older than the one in Node. */
export const SQLITE3: Requirement = {
  name: 'sqlite3',
  missing: isThere('sqlite3') ? undefined : 'install the package sqlite3',
};

export const PSQL: Requirement = {
  name: 'psql',
  missing: isThere('psql') ? undefined : 'install the package postgresql-client',
};

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}
