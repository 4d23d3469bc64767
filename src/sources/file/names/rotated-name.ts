// What a rotated file is called: the name of the one that is written to, with a number or a date.

const MARK = String.raw`[.-]\d[\dT:._-]*`;
const OLD = String.raw`\.(?:old|bak|prev)`;
const PACKED = /\.gz$/;
const LONGEST_COUNT = 4;
const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
/** Without anything between its parts; often the hour, the minute and the second follow. */
const DATE = new RegExp(`^${YEAR}${MONTH}${DAY}(?:\\d\\d){0,3}$`);
/** The year last: which of the others is the month nobody knows. */
const TURNED_DATE = new RegExp(`^(?:${DAY}${MONTH}|${MONTH}${DAY})${YEAR}$`);

/** Whether a file of this name is what another one, or itself, was before. */
export function isRotatedFrom(name: string, base: string): boolean {
  if (name === base) return false;
  const unpacked = name.replace(PACKED, '');
  if (unpacked.startsWith(base)) return new RegExp(`^(?:${MARK}|${OLD})$`).test(unpacked.slice(base.length));
  // `app-2026-01-31.log` beside `app.log`.
  const stem = stemOf(base);
  if (stem === base) return false;
  const ending = base.slice(stem.length);
  const middle = unpacked.startsWith(stem) && unpacked.endsWith(ending);
  return middle && new RegExp(`^${MARK}$`).test(unpacked.slice(stem.length, unpacked.length - ending.length));
}

/** What the names of all that is rotated from it begin with. */
export function stemOf(base: string): string {
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? base : base.slice(0, dot);
}

/** Names that the file may have had while it was written to; the likeliest first. */
export function basesOf(name: string): readonly string[] {
  const unpacked = name.replace(PACKED, '');
  const atEnd = new RegExp(`^(.+?)(?:${MARK}|${OLD})$`).exec(unpacked)?.[1];
  const inside = new RegExp(String.raw`^(.+?)${MARK}(\.[a-z]+)$`, 'i').exec(unpacked);
  return [atEnd, inside ? `${inside[1]}${inside[2]}` : undefined].filter((base) => base !== undefined);
}

export const isPacked = (name: string): boolean => PACKED.test(name);

/** What a name says of when its file was written. */
export interface NameAge {
  /** A count says it only beside others; a date, or a longer number, beside those that are written alike; a word, or a date whose year comes last, not at all. */
  readonly kind: 'counted' | 'dated' | 'word';
  /** How a date is written: what stands in the same place in another one may be a time there, and a count here. */
  readonly form: string;
  readonly parts: readonly bigint[];
}

/** Of the name of a rotated file. */
export function ageOf(name: string, base: string): NameAge {
  const unpacked = name.replace(PACKED, '');
  const mark = unpacked.startsWith(base) ? unpacked.slice(base.length) : unpacked.slice(stemOf(base).length);
  const digits = mark.match(/\d+/g) ?? [];
  const [first = ''] = digits;
  const form = `${mark.replace(/\d+/g, '#')} ${first.length} ${DATE.test(first)}`;
  return { kind: kindOf(digits), form, parts: digits.map(BigInt) };
}

function kindOf([first = '', ...others]: readonly string[]): NameAge['kind'] {
  if (others.length === 0 && first !== '' && first.length <= LONGEST_COUNT) return 'counted';
  return first.length < LONGEST_COUNT || TURNED_DATE.test(first) ? 'word' : 'dated';
}
