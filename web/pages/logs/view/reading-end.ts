// Whether somebody reads at the end of the lines, where each that comes is followed.

/** How a view stands over what scrolls in it, in pixels. */
export interface Place {
  readonly top: number;
  readonly height: number;
  readonly whole: number;
}

/** So far from the end somebody still reads at the end. */
const NEAR_PIXELS = 40;

/** Only who scrolls back leaves the end: what grows below the view, as lines do when they are drawn, moves nobody away from it. */
export function isAtEndNow(wasAtEnd: boolean, topBefore: number, { top, height, whole }: Place): boolean {
  if (whole - top - height < NEAR_PIXELS) return true;
  return wasAtEnd && top >= topBefore;
}
