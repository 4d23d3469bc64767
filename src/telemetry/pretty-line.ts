/** One JSON log line as a person reads it at a terminal: time, level, area, event, then the data. A text that is no such line is given back as it is. */
export function prettyLine(line: string): string {
  const entry = parse(line);
  if (entry === undefined) return line;
  const { timestamp, level, logger_name, event, error, ...data } = entry;
  const head = [
    dim(String(timestamp).slice(11, 23)),
    badge(String(level)),
    dim(printable(String(logger_name))),
    printable(String(event)),
  ];
  const fields = Object.entries(data).map(([name, value]) => `${dim(`${printable(name)}=`)}${plain(value)}`);
  return `${[...head, ...fields].join(' ')}${error === undefined ? '' : errorLines(error)}\n`;
}

const COLOURS: Readonly<Record<string, number>> = { debug: 2, info: 36, warning: 33, error: 31, critical: 35 };

function badge(level: string): string {
  return `\u001b[${COLOURS[level] ?? 0}m${printable(level).toUpperCase().padEnd(8)}\u001b[0m`;
}

function dim(text: string): string {
  return `\u001b[2m${text}\u001b[22m`;
}

function plain(value: unknown): string {
  const simple = typeof value === 'string' && /^[^\s"=]+$/.test(value);
  return printable(simple ? value : JSON.stringify(value));
}

/** The stack when there is one, since it begins with the message; every line of it is set in. */
function errorLines(error: unknown): string {
  const fields = typeof error === 'object' && error !== null ? error : { message: error };
  const text = 'stack' in fields ? String(fields.stack) : JSON.stringify(fields);
  return `\n  ${text.split('\n').map(printable).join('\n  ')}`;
}

/** Control characters in the data could rewrite the terminal, and marks of direction could turn the text around. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
