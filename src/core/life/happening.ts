// What happens to an origin besides the lines that it writes.
import type { Stamp } from '../lines/stamp.ts';

export const HAPPENING_KINDS = ['died', 'oom', 'unhealthy', 'healthy', 'restart_loop'] as const;
/**
 * died: it ended as it should not. oom: it, or a process in it, was ended because it used more memory than it may. unhealthy:
 * its health check fails; healthy: it does so no more. restart_loop: it was restarted again and again in a short time.
 */
export type HappeningKind = (typeof HAPPENING_KINDS)[number];

export interface Happening {
  readonly kind: HappeningKind;
  /** By the clock of whoever ran it. With the origin and the kind it is the happening's identity. */
  readonly at: Stamp;
  /** The same, but not before what was known of the origin already: flood control goes by it. */
  readonly inOrderAt: Stamp;
  readonly details: HappeningDetails;
}

export interface HappeningDetails {
  readonly exitCode?: number;
  /** Of a death: whether somebody had asked it to stop; null when nobody can know. */
  readonly stopAsked?: boolean | null;
  /** Of a restart loop: so many restarts came within so many seconds. */
  readonly restarts?: number;
  readonly withinSeconds?: number;
}
