// Whether an end is what somebody asked for.

/** What asks a program to end. The others are taken for what they are used for: to have it read its files again, for instance. */
const [INTERRUPT, QUIT, KILL, TERMINATE] = [2, 3, 9, 15];
const ASK_TO_END = new Set([INTERRUPT, QUIT, KILL, TERMINATE]);
/** From here on signals mean what a program says; service managers in containers are ended by one. */
const FIRST_REAL_TIME = 34;

/** A signal that the engine does not name came from a request to stop, or to kill. */
export const asksToEnd = (signal: number | undefined): boolean =>
  signal === undefined || ASK_TO_END.has(signal) || signal >= FIRST_REAL_TIME;

/** Whether a program that was sent these ends so: killed or terminated at last, or by one of them. */
export function isEndOf(signals: readonly number[], exitCode: number): boolean {
  if (signals.length === 0) return false;
  return exitCode === 128 + KILL || exitCode === 128 + TERMINATE || signals.some((one) => exitCode === 128 + one);
}
