// The vocabulary of reading an origin: how far it was read, what was lost, how the reading stands.
import type { Stamp } from './stamp.ts';

/**
 * How far an origin was read, in the words of its source: nobody else looks into it. It is saved as a head, replaced
 * whole, and a tail of bytes that only grows at its end and is cut at its beginning.
 */
export interface SavedPosition {
  readonly head: string;
  readonly tail: Uint8Array;
  /** The offset of `tail` in all that was ever appended. */
  readonly tailFrom: number;
}

/** What has to be saved so that a `SavedPosition` becomes the present one. Its bytes belong to whoever asked for it. */
export interface PositionChange {
  readonly head: string;
  /** To be put behind what is saved. */
  readonly appended: Uint8Array;
  /** The offset of `appended` in all that was ever appended: the end of what was saved before, or 0 when this replaces all of it. */
  readonly appendedFrom: number;
  /** What lies before this offset may be forgotten. */
  readonly keepFrom: number;
}

export const GAP_REASONS = [
  'rotated',
  'removed_while_away',
  'missed_short_lived',
  'removed_before_read',
  'end_unproven',
  'engine_error',
  'truncated',
] as const;
/**
 * Why lines were lost before they could be read: the engine had deleted them; the container was gone; it was gone before its first
 * line could be asked for; it was removed while some of its lines were still unread; it was removed
 * when all seemed to be read, by an engine that does not say whether it has sent all; the engine broke off in the middle and said so;
 * a file was cut or written over where it stands, and nobody knows whether all of it had been read.
 */
export type GapReason = (typeof GAP_REASONS)[number];

/** Lines that were lost for good lay between these moments; an end that nobody knows is undefined. */
export interface Gap {
  readonly reason: GapReason;
  readonly from: Stamp | undefined;
  readonly to: Stamp | undefined;
}

export const READING_STATES = [
  'starting',
  'catching_up',
  'following',
  'draining',
  'idle',
  'not_wanted',
  'unreadable',
  'degraded',
  'gone',
] as const;
/**
 * starting: it was found and is being looked at. catching_up: it reads what was written before. following: it waits for the
 * next line. draining: the stream has ended, and what is left is fetched. idle: the container does not run, and all was read.
 * not_wanted: no rule wants any of its lines. unreadable: its logging driver lets nobody read. degraded: streams end at once
 * again and again. gone: it was removed.
 */
export type ReadingState = (typeof READING_STATES)[number];

export const RECONNECT_REASONS = [
  'ended',
  'cut',
  'refused',
  'protocol_error',
  'engine_error',
  'stalled',
  'streams_changed',
  'engine_lost',
] as const;
/** Why a stream of lines had to be opened again. */
export type ReconnectReason = (typeof RECONNECT_REASONS)[number];

export const TAIL_STATES = [...READING_STATES, 'failed', 'over_limit'] as const;
/**
 * How an origin is watched: as its reading stands, or failed: a fault of Tocsin's own ended the reading, which is tried again; or over_limit: more
 * origins were found than may be read at once, and this one waits for its turn.
 */
export type TailState = (typeof TAIL_STATES)[number];
