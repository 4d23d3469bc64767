/** Why the database cannot serve just now, whichever it is. */
export const STORE_FAULT_REASONS = [
  'disk_full',
  'read_only',
  'permission_denied',
  'connection_lost',
  'timeout',
  'busy',
  'overloaded',
  'io_error',
  'corrupt',
  'out_of_memory',
  'closed',
] as const;
export type StoreFaultReason = (typeof STORE_FAULT_REASONS)[number];
