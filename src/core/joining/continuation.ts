// Whether a line goes on with the lines before it: it is indented, or stands as lines of known traces do.

/**
 * What the lines of a group are so far, as far as it matters for the next one. start: one line that began it. body: more than one.
 * python: between the heading of a trace and its last line; python_over, python_gap, python_chain: behind that, maybe before a
 * second one. go: what a program of Go leaves when it ends by itself.
 */
export const TRACES = ['start', 'body', 'python', 'python_over', 'python_gap', 'python_chain', 'go'] as const;
export type Trace = (typeof TRACES)[number];

/** No more of a line is looked at. */
const LOOKED_AT = 256;
const [TAB, BLANK, ESC] = [0x09, 0x20, 0x1b];

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a line stands before its text.
const COLOURS = /^(?:\u001b\[[\d;]*m)+/;
const PYTHON = /^(?: *\+ Exception Group )?Traceback \(most recent call last\):/;
/** The last line of a trace: the name of what was raised. */
const RAISED = /^[A-Za-z_][\w.]*(?::|$)/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;
const GO = /^(?:panic: |fatal error: |goroutine \d+ \[)/;
const GO_BODY = /^(?:$|goroutine \d+ |\[signal |created by |exit status \d|\.\.\.additional frames|\[?[^\s(]+\()/;
/** Of Java and .NET: the dotted name of what was thrown, what caused it, a frame without its indent. Of PHP: its frames. */
const JOINS = [
  /^(?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable)(?::|$| --->)/,
  /^(?:Caused by|Suppressed): /,
  /^\.\.\. \d+ (?:more|common frames omitted)/,
  /^at [\w$.<>/]+\(/,
  /^--- End of /,
  /^(?:PHP )?Stack trace:$/,
  /^#\d+ /,
  /^PHP +\d+\. /,
];
/** What closes something that was written over several lines. */
const CLOSES = /^[\])}]+[,;]?$/;

/** What a group is that begins with this line. */
export function begun(bytes: Uint8Array, from: number, end: number): Trace {
  if (isPlain(bytes, from, end)) return 'start';
  const text = headOf(bytes, from, end);
  if (PYTHON.test(text)) return 'python';
  return GO.test(text) ? 'go' : 'start';
}

/** What the group is with this line; undefined where it does not go on with it. */
export function continued(
  trace: Trace,
  line: { readonly bytes: Uint8Array; readonly from: number; readonly end: number },
): Trace | undefined {
  const { bytes, from, end } = line;
  if (from < end && isIndent(bytes[from] ?? 0)) return indented(trace);
  if ((trace === 'start' || trace === 'body') && isPlain(bytes, from, end)) return undefined;
  const text = headOf(bytes, from, end);
  if (text !== '' && isIndent(text.charCodeAt(0))) return indented(trace);
  if (PYTHON.test(text)) return 'python';
  switch (trace) {
    case 'start':
      return joins(text) ? 'body' : undefined;
    case 'body':
      return joins(text) || CLOSES.test(text) ? 'body' : undefined;
    case 'python':
      return RAISED.test(text) ? 'python_over' : undefined;
    case 'python_over':
      return text === '' ? 'python_gap' : undefined;
    case 'python_gap':
      return CHAINED.test(text) ? 'python_chain' : undefined;
    case 'python_chain':
      return text === '' ? 'python_chain' : undefined;
    case 'go':
      return GO_BODY.test(text) ? 'go' : undefined;
  }
}

const isIndent = (byte: number): boolean => byte === TAB || byte === BLANK;

const indented = (trace: Trace): Trace => (trace === 'start' ? 'body' : trace);

const joins = (text: string): boolean => JOINS.some((known) => known.test(text));

/** With what lines of traces begin that do not begin with a dotted name, and what may stand before any. */
const TELLING = new Set([...'TCSPpfga.-#+)]} \t\u001b'].map((character) => character.charCodeAt(0)));
const DOT = '.'.charCodeAt(0);
/** Of names: letters, digits, `_` and `$`. */
const IN_NAME = Uint8Array.from({ length: 256 }, (_, byte) => (/[\w$]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** It is seen by its first bytes that the line is none of a trace: of most lines, for which a text would cost far more. */
function isPlain(bytes: Uint8Array, from: number, end: number): boolean {
  if (TELLING.has(bytes[from] ?? 0)) return from >= end;
  let at = from;
  while (at < end && IN_NAME[bytes[at] ?? 0] === 1) at++;
  return at >= end || bytes[at] !== DOT;
}

function headOf(bytes: Uint8Array, from: number, end: number): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(end - from, LOOKED_AT)).toString('latin1');
  return bytes[from] === ESC ? head.replace(COLOURS, '') : head;
}
