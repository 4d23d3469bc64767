// What is late: nobody watched when it was written, or happened.

const LATE_MS = 15 * 60_000;

/** Both are milliseconds since 1970. */
export const isLate = (at: number, arrivedAt: number): boolean => arrivedAt - at > LATE_MS;
