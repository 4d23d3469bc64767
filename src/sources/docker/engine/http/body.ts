// What the body of an answer is handed to, and the contract of those who find its pieces among the bytes of a connection.

/** Takes a body as it arrives. */
export interface BodyTaker {
  /** What comes now may have been there for so long: it was not read before, for there was time. */
  waited?(ms: number): void;
  /** bytes[from, end) is its next piece, never an empty one; the array is used again when this returns. */
  data(bytes: Uint8Array, from: number, end: number): void;
  /** Nothing more of it has arrived for now. */
  rested(): void;
}

/** `over` is said after `stop` and counts as nothing: whoever stopped it wants no answer. */
export type BodyProgress = 'more' | 'complete' | 'malformed' | 'over';

export interface Body {
  /** Takes bytes[from, end) from the connection. Nothing may be pushed after anything but `more` was returned. */
  push(bytes: Uint8Array, from: number, end: number): BodyProgress;
  /** What it means that the connection ends now. */
  atClose(): 'complete' | 'cut';
  /** Hands nothing over any more, not even of the bytes being pushed. */
  stop(): void;
  /** How many pieces were handed over: chunks, where it comes in such, or parts of them. */
  readonly pieces: number;
  /** Why it is malformed. */
  readonly reason: string;
}
