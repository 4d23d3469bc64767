// A text as those read it who take the escapes of JSON, URLs and HTML apart, and then those within: each sign with the place that it came from.

export interface Reading {
  readonly text: string;
  /** Of each UTF-16 unit, where in the text as it came that stands which it was read from. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Escapes within escapes within escapes. */
const MOST_LEVELS = 3;

/** The text itself first. */
export function readingsOf(text: string): readonly Reading[] {
  const readings: Reading[] = [{ text, from: places(text.length, 0), to: places(text.length, 1) }];
  for (let level = 0; level < MOST_LEVELS; level++) {
    const last = readings[level];
    const next = last && unescaped(last);
    if (next === undefined) break;
    readings.push(next);
  }
  return readings;
}

const places = (length: number, first: number): number[] => Array.from({ length }, (_, n) => n + first);

const ESCAPE = new RegExp(
  [
    String.raw`\\u(?<unit>[0-9a-f]{4})|\\x(?<byte>[0-9a-f]{2})|\\(?<sign>[\\/"'])|\\(?<control>[bfnrt])`,
    '(?<bytes>(?:%[0-9a-f]{2})+)',
    String.raw`&#x(?<hex>[0-9a-f]{1,6});|&#(?<decimal>\d{1,7});|&(?<name>amp|lt|gt|quot|apos);`,
  ].join('|'),
  'gi',
);

const NAMES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

/** Undefined where nothing is escaped. */
function unescaped(reading: Reading): Reading | undefined {
  const { text, from, to } = reading;
  const [units, begins, ends]: [string[], number[], number[]] = [[], [], []];
  const add = (unit: string, first: number, behind: number): void => {
    units.push(unit);
    begins.push(from[first] ?? 0);
    ends.push(to[behind - 1] ?? 0);
  };
  let done = 0;
  const copy = (end: number): void => {
    for (let at = done; at < end; at++) add(text.charAt(at), at, at + 1);
  };
  for (const { 0: whole, index, groups = {} } of text.matchAll(ESCAPE)) {
    copy(index);
    done = index + whole.length;
    if (groups.bytes === undefined) for (const unit of written(groups).split('')) add(unit, index, done);
    else for (const { unit, first, behind } of signsOf(groups.bytes)) add(unit, index + first, index + behind);
  }
  if (done === 0) return undefined;
  copy(text.length);
  return { text: units.join(''), from: begins, to: ends };
}

function written(groups: Readonly<Record<string, string | undefined>>): string {
  const { unit, byte, sign, control, hex, decimal, name = control } = groups;
  if (sign !== undefined) return sign;
  if (name !== undefined) return NAMES[name.toLowerCase()] ?? '';
  const code = decimal === undefined ? Number.parseInt(unit ?? byte ?? hex ?? '', 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Bytes of a URL, as UTF-8 where they are that. */
function signsOf(bytes: string): readonly { unit: string; first: number; behind: number }[] {
  const raw = Buffer.from(bytes.replaceAll('%', ''), 'hex');
  const text = raw.toString('utf8');
  const isText = Buffer.from(text).equals(raw);
  let first = 0;
  return Array.from(isText ? text : raw.toString('latin1')).flatMap((sign) => {
    const began = first;
    first += 3 * (isText ? Buffer.byteLength(sign) : 1);
    return sign.split('').map((unit) => ({ unit, first: began, behind: first }));
  });
}
