// An event that is to be stored.
import type { Severity } from '../severity.ts';

/** Sources that only Tocsin itself may name: a line that hit, a container's life, Tocsin's own fate. */
export const OWN_SOURCES = ['logscan', 'docker', 'system'] as const;

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface NewEvent {
  /** What it is about, so that it is stored once however often it is given. */
  readonly key: string;
  readonly source: string;
  readonly severity: Severity;
  /** At most 500 bytes, without control characters; of lines that were joined 4,000, each on its own line. */
  readonly message: string;
  readonly metadata: Readonly<Record<string, JsonValue>>;
  readonly workloadId: string | null;
  readonly ruleId: string | null;
}

/** What became of the hits behind an event that was stored before. */
export interface HeldBack {
  /** The key of the event. */
  readonly key: string;
  /** Hits of its rule in its origin since then. */
  readonly heldBack: number;
  /** The time of the last of those lines, milliseconds since 1970. */
  readonly lastSeen: number;
}
