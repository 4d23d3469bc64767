// What the configuration says of how lines begin, held against what a pattern is before anything is read.
import type { Config } from '../../../config/schema.ts';
import { TocsinError } from '../../../core/errors.ts';
import { startFault } from './line-start.ts';

/** Refuses with `config_invalid` what is no pattern. */
export function checkStarts({
  dockerJoinStart,
  filesJoinStart,
  files,
}: Pick<Config, 'dockerJoinStart' | 'filesJoinStart' | 'files'>): void {
  const said = [
    { what: 'TOCSIN_DOCKER_JOIN_START', start: dockerJoinStart },
    { what: 'TOCSIN_FILES_JOIN_START', start: filesJoinStart },
    ...files.map(({ pattern, joinStart }) => ({ what: `join_lines of ${pattern}`, start: joinStart })),
  ];
  for (const { what, start } of said) {
    const fault = start === undefined ? undefined : startFault(start);
    if (fault !== undefined) throw new TocsinError('config_invalid', `${what} is no pattern: ${fault}`);
  }
}
