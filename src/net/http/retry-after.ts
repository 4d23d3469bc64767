// How long a receiver asks to be left alone, in all the forms in which receivers say it.

/** No receiver can make us wait longer. */
export const LONGEST_RETRY_MS = 3_600_000;

export interface RetrySigns {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly now: number;
}

/** Milliseconds, between nothing and an hour; undefined when nothing is said that can be understood. */
export function retryAfterMs({ headers, now }: RetrySigns): number | undefined {
  const said = valuesOf(headers['retry-after'] ?? '');
  const waits = said.flatMap((value) => seconds(value) ?? untilDate(value, headers.date, now) ?? []);
  return clamped(waits.length > 0 ? Math.max(...waits) : seconds(headers['x-ratelimit-reset-after'] ?? ''));
}

/** A header that came several times has its values with commas between them; dates have one, too. */
const valuesOf = (header: string): readonly string[] =>
  header.split(/(?<!\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}),/);

/** Of a number of seconds that stands in a body. */
export function retrySeconds(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'string' ? clamped(seconds(String(value))) : undefined;
}

/** The standard knows whole numbers, of any length; services send parts of a second, too. */
function seconds(text: string): number | undefined {
  const trimmed = text.trim();
  return /^\d{1,400}(?:\.\d{1,20})?$/.test(trimmed) ? Number(trimmed) * 1_000 : undefined;
}

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
/** The three forms of a date in HTTP: today's, that of RFC 850, and that of C's asctime. */
const DATES = [
  new RegExp(
    `^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d{2}) (?<month>${MONTHS}) (?<year>\\d{4}) (?<time>[\\d:]{8}) GMT$`,
  ),
  new RegExp(
    `^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d{2})-(?<month>${MONTHS})-(?<year>\\d{2}) (?<time>[\\d:]{8}) GMT$`,
  ),
  new RegExp(
    `^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>${MONTHS}) (?<day>[ \\d]\\d) (?<time>[\\d:]{8}) (?<year>\\d{4})$`,
  ),
];

/** Against the receiver's own clock where it tells it: ours may be wrong by hours. */
function untilDate(text: string, date: string | undefined, now: number): number | undefined {
  const at = httpDate(text.trim(), now);
  return at === undefined ? undefined : at - (httpDate(date?.trim() ?? '', now) ?? now);
}

function httpDate(text: string, now: number): number | undefined {
  const found = DATES.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!found) return undefined;
  const { day = '', month = '', year = '', time = '' } = found;
  const at = Date.parse(`${fullYear(year, now)}-${monthNumber(month)}-${day.trim().padStart(2, '0')}T${time}Z`);
  return Number.isNaN(at) ? undefined : at;
}

const monthNumber = (name: string): string => String(MONTHS.split('|').indexOf(name) + 1).padStart(2, '0');

/** Of two digits: the year that is not more than fifty years ahead. */
function fullYear(digits: string, now: number): string {
  if (digits.length === 4) return digits;
  const thisYear = new Date(now).getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(digits);
  return String(year > thisYear + 50 ? year - 100 : year);
}

function clamped(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(Math.min(Math.max(0, ms), LONGEST_RETRY_MS));
}
