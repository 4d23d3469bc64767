// A time in which hits are counted and raise nothing: of one rule, of one workload, or of one rule in one workload.

/** All times are milliseconds since 1970. It holds for lines whose own time lies in [from, until). */
export interface Mute {
  readonly id: string;
  /** At least one of the two is there. */
  readonly ruleId: string | null;
  readonly workloadId: string | null;
  readonly from: number;
  readonly until: number;
  readonly reason: string | null;
  /** When somebody ended it before its time. */
  readonly endedAt: number | null;
  readonly createdBy: string;
  readonly createdAt: number;
}

export const MOST_REASON_CHARACTERS = 500;
/** Of those that are not over. */
export const MOST_OPEN_MUTES = 1_000;

/** From this time on it holds no longer. */
export const endOfMute = ({ until, endedAt }: Pick<Mute, 'until' | 'endedAt'>): number =>
  endedAt === null ? until : Math.min(until, endedAt);
