// How much of what has ended is deleted in one bounded step of housekeeping. All times are milliseconds since 1970.

export interface EndedSessions {
  readonly expiredBefore: number;
  readonly idleBefore: number;
  readonly limit: number;
}

export interface AuditBound {
  /** Entries older than this time go. */
  readonly before: number;
  /** At most this many of the newest entries stay. */
  readonly keepRows: number;
  readonly limit: number;
}

export interface GoneOrigins {
  /** Those that went before this time. */
  readonly before: number;
  readonly limit: number;
}

export interface OldHours {
  /** What was counted of hours that ended before this time. */
  readonly before: number;
  readonly limit: number;
}

export interface UnreadSources {
  /** Nobody has had the lease of the source for so long. */
  readonly unreadForSeconds: number;
  readonly limit: number;
}

export interface EventBound {
  /** Events stored before this time go. */
  readonly before: number;
  /** At most this many of the newest events stay. */
  readonly keepRows: number;
  readonly limit: number;
}
