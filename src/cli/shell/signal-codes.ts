/** The codes by which a shell knows that a signal ended a program. */
export const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type SignalCode = (typeof SIGNAL_CODES)[keyof typeof SIGNAL_CODES];

/** The code for what `stopRequested` gives as its reason; a launcher that is gone stopped us as SIGTERM does. */
export function signalCode(reason: unknown): SignalCode {
  const known = Object.entries(SIGNAL_CODES).find(([signal]) => signal === reason);
  return known?.[1] ?? SIGNAL_CODES.SIGTERM;
}
