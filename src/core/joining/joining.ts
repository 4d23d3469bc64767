// How the lines of a log are joined, where that is wanted.

/** As it was said. */
export interface JoinTerms {
  /** By what a line is known that begins anew: a pattern. Undefined: by what traces of known languages look like. */
  readonly start: string | undefined;
}

/** Ready to be used. */
export interface Joining {
  /** Whether a line begins anew; undefined as above. */
  readonly begins: ((line: Uint8Array) => boolean) | undefined;
}

export const AS_TRACES: Joining = { begins: undefined };
