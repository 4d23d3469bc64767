// What can happen to the lease under which an engine is read: the same as to the scheduler's, told under names of its own.
import type { Logger } from '../logger.ts';
import type { HolderSeen, LeaseOccurrences } from './lease.ts';

export function createSourceLeaseOccurrences(tools: {
  readonly logger: Logger;
  readonly source: string;
}): LeaseOccurrences {
  const logger = tools.logger.child('tail');
  const { source } = tools;
  return {
    acquired: ({ fencing }) => logger.info('source_lease_acquired', { source, fencing }),
    heldByOther: (holder) => logger.info('source_lease_held_by_other', { source, ...told(holder) }),
    staleOverwritten: (holder) => logger.info('source_lease_stale_overwrite', { source, ...told(holder) }),
    heartbeatLost: ({ reason, fencing }) => logger.warning('source_lease_lost', { source, reason, fencing }),
    released: ({ fencing }) => logger.debug('source_lease_released', { source, fencing }),
    releaseMismatched: ({ fencing }) => logger.warning('source_lease_release_mismatch', { source, fencing }),
    taskFailed: ({ error }) => logger.error('source_watching_failed', { source, error }),
  };
}

const told = ({ pid, hostname, ageSeconds, fencing }: HolderSeen) => ({
  holder_pid: pid,
  holder_hostname: hostname,
  age_seconds: Math.round(ageSeconds),
  fencing,
});
