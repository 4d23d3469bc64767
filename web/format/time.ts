// Times are shown in the reader's own zone, with the zone named, and say the exact UTC where somebody needs it.

export interface ShownTime {
  /** `21 Nov 2026, 07:30:12` */
  readonly text: string;
  /** `CET`, `UTC`, `GMT+5:30` */
  readonly zone: string;
  /** `2026-11-21 06:30:12.123 UTC` */
  readonly exact: string;
}

/** As many characters as `2026-11-21T06:30:12` has. */
const WHOLE_SECONDS = 19;

/** `zone` is an IANA name; without it the reader's own. Undefined for a text that is no time. */
export function showTime(iso: string, zone?: string): ShownTime | undefined {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return undefined;
  const parts = partsOf(at, zone);
  return {
    text: `${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute}:${parts.second}`,
    zone: parts.timeZoneName ?? '',
    exact: at.toISOString().replace('T', ' ').replace('Z', ' UTC'),
  };
}

/** Of events that come by the thousand most are of the second of the one before. */
let latest = { second: '', zone: '', text: '' };

/** Without the year, for a list whose order says the rest: `21 Nov 07:30:12`. */
export function showShortTime(iso: string, zone = ''): string {
  const second = iso.slice(0, WHOLE_SECONDS);
  if (latest.second === second && latest.zone === zone) return latest.text;
  const text = shortTimeOf(iso, zone === '' ? undefined : zone);
  if (text !== '') latest = { second, zone, text };
  return text;
}

function shortTimeOf(iso: string, zone: string | undefined): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const { day, month, hour, minute, second } = partsOf(at, zone);
  return `${day} ${month} ${hour}:${minute}:${second}`;
}

/** The time of day alone, for what happened just now: `07:30:12`. */
export function showClock(milliseconds: number, zone?: string): string {
  const { hour, minute, second } = partsOf(new Date(milliseconds), zone);
  return `${hour}:${minute}:${second}`;
}

/** The same instant as `zone` writes it, with how far it is from UTC: `2026-11-21T15:30:12.123+09:00`; in UTC, and for a text that is no time, as it was given. */
export function isoIn(iso: string, zone?: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at) || zone === 'UTC') return iso;
  const { year, month, day, hour, minute, second } = partsOf(new Date(at), zone);
  const there = Date.parse(`${day} ${month} ${year} ${hour}:${minute}:${second} UTC`);
  const minutes = Math.round((there - Math.floor(at / 1_000) * 1_000) / 60_000);
  const fraction = /\.\d+/.exec(iso)?.[0] ?? '';
  return `${new Date(there).toISOString().slice(0, WHOLE_SECONDS)}${fraction}${offsetOf(minutes)}`;
}

/** `+05:30` */
function offsetOf(minutes: number): string {
  const clock = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => `${part}`.padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${clock.join(':')}`;
}

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A sentence of the server's with the times in it as the reader has them: `since 21 Nov 2026, 07:30:12 CET`. */
export function withOwnTimes(words: string, zone?: string): string {
  return words.replace(INSTANT, (iso) => {
    const time = showTime(iso, zone);
    return time === undefined ? iso : `${time.text} ${time.zone}`;
  });
}

function partsOf(at: Date, zone: string | undefined): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  return Object.fromEntries(
    formatFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** Making a format costs more than using it a hundred times. */
function formatFor(zone: string | undefined): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(zone, made);
  return made;
}
