import { spawnSync } from 'node:child_process';
import type { Requirement } from './requirement.ts';

const missing = ['bash', 'curl', 'jq'].filter((name) => spawnSync(name, ['--version']).status !== 0);

/** What an operator has at the terminal, and the commands of the guide use. */
export const shellTools: Requirement = {
  name: 'shell-tools',
  missing: missing.length === 0 ? undefined : `install ${missing.join(', ')}`,
};
