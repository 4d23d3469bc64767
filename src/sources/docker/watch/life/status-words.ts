// What the words that a list has for a container say of its life: how it ended, how long ago at least, and how its health is.

/** `Exited (3) 5 minutes ago`, `Restarting (1) Less than a second ago`. */
export interface EndWords {
  /** Undefined when they are not understood. */
  readonly exitCode: number | undefined;
  /** It ended so long ago, or longer. */
  readonly leastAgeMs: number;
}

const SECOND = 1_000;
const UNITS: Readonly<Record<string, number>> = {
  second: SECOND,
  minute: 60 * SECOND,
  hour: 3_600 * SECOND,
  day: 24 * 3_600 * SECOND,
  week: 7 * 24 * 3_600 * SECOND,
  month: 30 * 24 * 3_600 * SECOND,
  year: 365 * 24 * 3_600 * SECOND,
};

/** Of a container that does not run. */
export function endIn(words: string | undefined): EndWords {
  const text = words ?? '';
  const code = /\((?<code>\d{1,10})\)/.exec(text)?.groups?.code;
  const exitCode = code === undefined ? undefined : Number(code);
  const { count, unit = '' } = /(?<count>\d{1,6}) (?<unit>[a-z]+?)s? ago$/i.exec(text)?.groups ?? {};
  // Some engines round up from the half.
  const leastAgeMs = count === undefined ? 0 : Math.max(0, Number(count) - 1) * (UNITS[unit.toLowerCase()] ?? 0);
  return { exitCode, leastAgeMs };
}

/** Undefined while it is only being found out, and where nobody checks. */
export function healthIn(words: string | undefined): 'healthy' | 'unhealthy' | undefined {
  if (words?.endsWith('(unhealthy)')) return 'unhealthy';
  return words?.endsWith('(healthy)') ? 'healthy' : undefined;
}
