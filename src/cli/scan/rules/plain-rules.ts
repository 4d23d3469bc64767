// Reads rule files that are written as most are, without the YAML library, whose loading and reading takes longer than many a scan.

export type PlainRule = Readonly<Record<string, string | boolean>>;

/** More than the library is given; a larger file is its to refuse. */
const LARGEST = 256 * 1024;

/** What a reader line by line need not know about: tabs, other ends of line, marks of byte order, halves of characters. */
const UNUSUAL = /[^\n\u0020-\u007e\u00a0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const SKIPPED = /^ *(?:#.*)?$/;
const FIELD = /^( *)(- )?(name|pattern|exclude_pattern|severity|enabled): (.+)$/;
const SINGLE_QUOTED = /^'((?:[^']|'')*)'$/;
/** Without escapes. */
const DOUBLE_QUOTED = /^"([^"\\]*)"$/;
/** Begins with none of the characters that mean something to YAML, and with none that a number begins with. */
const UNQUOTED = /^[A-Za-z\\(/<^$_;=](?:.*[^: ])?$/;
const NO_TEXT = /^(?:true|false|null)$/i;

/**
 * The rules of a list `rules`, a field a line, every text on one line. For everything else, and whenever it is not sure, it answers undefined; what it
 * answers is what the library would say, which a test holds it to.
 */
export function readPlainRules(text: string): PlainRule[] | undefined {
  if (text.length > LARGEST || UNUSUAL.test(text)) return undefined;
  const lines = text.split('\n').filter((line) => !SKIPPED.test(line));
  if (lines.shift() !== 'rules:') return undefined;
  const rules: Record<string, string | boolean>[] = [];
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length;
  for (const line of lines) {
    const [, spaces = '', dash, name = '', written = ''] = FIELD.exec(line) ?? [];
    const value = readValue(written);
    if (value === undefined) return undefined;
    if (dash) rules.push({});
    const rule = rules.at(-1);
    if (rule === undefined || name in rule || spaces.length !== (dash ? indent : (indent ?? 0) + 2)) return undefined;
    rule[name] = value;
  }
  return rules.length > 0 ? rules : undefined;
}

function readValue(written: string): string | boolean | undefined {
  const single = SINGLE_QUOTED.exec(written)?.[1];
  if (single !== undefined) return single.replaceAll("''", "'");
  const double = DOUBLE_QUOTED.exec(written)?.[1];
  if (double !== undefined) return double;
  if (written === 'true' || written === 'false') return written === 'true';
  const isText = UNQUOTED.test(written) && !NO_TEXT.test(written) && !/: | #/.test(written);
  return isText ? written : undefined;
}
