// That as many files are open as may be: what cannot be opened for that is no less there.

export const isTooManyOpen = (error: unknown): boolean =>
  ['EMFILE', 'ENFILE'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');

/** Instead of what could not be had; throws where it is only that too many files are open. */
export const unlessTooMany =
  <Value>(instead: Value) =>
  (error: unknown): Value => {
    if (isTooManyOpen(error)) throw error;
    return instead;
  };
