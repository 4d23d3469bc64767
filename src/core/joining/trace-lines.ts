// What lines of traces look like, and how most others are told by their first bytes.

/** No more of a line is looked at. */
const LOOKED_AT = 256;
const [TAB, BLANK, ESC, DOT, SLASH] = [0x09, 0x20, 0x1b, 0x2e, 0x2f];

// biome-ignore lint/suspicious/noControlCharactersInRegex: what colours a line stands before its text.
const COLOURS = /^(?:\u001b\[[\d;]*m)+/;

export const PYTHON = /^(?: *\+ Exception Group )?Traceback \(most recent call last\):/;
/** What Python itself writes when it dies, and the stacks of its threads behind that. */
const PYTHON_DIES = /^Fatal Python error: /;
export const PYTHON_DEAD =
  /^(?:$|(?:Current thread|Thread) 0x\w+ .*\(most recent call first\):|Python runtime state: |Extension modules: )/;
/** The last line of a trace: the name of what was raised. */
export const RAISED = /^[A-Za-z_][\w.<>]*(?::|$)/;
export const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;

const GO = /^(?:panic: |fatal error: )/;
/** Also behind the line of a log, where a server has caught the panic. */
const GOROUTINE = /^goroutine \d+ \[/;
export const GO_BODY =
  /^(?:$|goroutine \d+ |\[signal |created by |exit status \d|\.\.\.additional frames|\[?[^\s(]+\()/;
/** Of zap and pkg/errors: functions without what they were called with. No path of a file, but its place comes behind it. */
const GO_FUNCTION = /^(?:[A-Za-z_$][\w.]*\/[\w./~%-]*|main|runtime)\.(?:\(\*?[\w[\].]+\)\.)?[\w[\].-]+$/;
const GO_FILE_LIKE = /^(?!main\.|runtime\.)[^()]*\.[a-z0-9]{1,4}$/;

/** Of a file of Node.js that failed; what it says there, and a mark below that, come next. */
const NODE_PLACE = /^(?:node:[\w/]+|(?:file:\/\/)?\/.*\.[cm]?[jt]sx?):\d+$/;
/** An error of Ruby that may show the line that failed. */
const RUBY_ERROR = /^(?:[/.<]|[A-Za-z_$][\w$]*[/.])\S*:\d+:in [`'][^']*': .*\([A-Z][\w:]*\)$/;
const RUBY_FRAME = /^(?:[/.<]|[A-Za-z_$][\w$]*[/.])\S*:\d+:in [`'][^']*'?$/;
export const MARK = /^\s*\^[\^~]*$/;

/** Of Java and .NET: the dotted name of what was thrown, behind the line of a log. Behind frames it begins another trace. */
const THROWN = /^[A-Za-z_$](?:[\w$]*\.)+[\w$]*(?:Exception|Error|Throwable)(?:\$\w+)?(?::|$| --->)/;
/** Of Java and .NET: what caused it, a frame without its indent. Of Node.js, PHP and Laravel. */
const JOINS = [
  /^(?:Caused by|Suppressed|Wrapped by): /,
  /^\.\.\. \d+ (?:more|common frames omitted)/,
  /^at [\w$.<>/]+\(/,
  /^--- End of /,
  /^Emitted '.*' event/,
  /^Did you mean\?/,
  /^(?:PHP )?Stack trace:$/,
  /^#\d+ /,
  /^PHP +\d+\. /,
  /^\[(?:stacktrace\]$|previous exception\] )/,
  RUBY_FRAME,
];
/** What closes something that was written over several lines. */
const CLOSES = /^"?[\])}]+[,;]? *$/;
/** With it ends a trace, and another may come behind an empty line: of PHP. */
const ENDS = /^#\d+ \{main\}$/;
/** It comes behind the empty line. */
export const BEHIND_GAP = /^(?:Next [\w\\]+|\[previous exception\] |Node\.js v\d)/;
/** Behind what was thrown where that is no error: of Node.js. */
export const BEHIND_THROWN = /^\(Use `node --trace-uncaught /;
/** An inner exception of .NET ends so, and another may come behind an empty line. */
const INNER_ENDS = Buffer.from('<---');

export type Beginning = 'python' | 'python_dies' | 'go' | 'node' | 'ruby' | 'start';

export function beginningOf(text: string): Beginning {
  if (PYTHON.test(text)) return 'python';
  if (PYTHON_DIES.test(text)) return 'python_dies';
  if (GO.test(text) || GOROUTINE.test(text)) return 'go';
  if (NODE_PLACE.test(text)) return 'node';
  return RUBY_ERROR.test(text) ? 'ruby' : 'start';
}

export const isGoroutine = (text: string): boolean => GOROUTINE.test(text);

export const isGoFunction = (text: string): boolean => GO_FUNCTION.test(text);

/** It is one also where nothing before it was of such a trace. */
export const isFirstGoFunction = (text: string): boolean => isGoFunction(text) && !GO_FILE_LIKE.test(text);

export const joins = (text: string): boolean => JOINS.some((known) => known.test(text));

export const isThrown = (text: string): boolean => THROWN.test(text);

/** The indented line is a frame of Java, .NET or Node.js. */
export function isFrame(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  while (at < end && isIndent(bytes[at])) at++;
  return at + 2 < end && bytes[at] === 0x61 && bytes[at + 1] === 0x74 && bytes[at + 2] === BLANK;
}

export const closes = (text: string): boolean => CLOSES.test(text);

export const ends = (text: string): boolean => ENDS.test(text);

export const innerEnds = (bytes: Uint8Array, from: number, end: number): boolean =>
  end - from > 4 && INNER_ENDS.every((byte, n) => bytes[end - 4 + n] === byte);

export const isIndent = (byte: number | undefined): boolean => byte === TAB || byte === BLANK;

/** What the first byte of a line says of it. A name: it may be one of a class or a path, and lies in bytes like those. */
const [OTHER, NAME, PAIR, TELLING] = [0, 1, 2, 3] as const;
/** With what lines of traces begin that do not begin with a name, and what may stand before any. */
const TELLS = 'TCSPpfga.-#+)]}</ \t\u001b';
/** So begin a few of them, and many lines that are none with the first of the two. */
const PAIRS = ['[s', '[p', '"}', 'no', 'Em', 'Di', 'Fa', 'Wr'];
const IS_PAIR = new Uint8Array(65_536);
for (const pair of PAIRS) IS_PAIR[pair.charCodeAt(0) * 256 + pair.charCodeAt(1)] = 1;
const FIRSTS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (TELLS.includes(character)) return TELLING;
  if (PAIRS.some((pair) => pair.startsWith(character))) return PAIR;
  return /[A-Za-z_$]/.test(character) ? NAME : OTHER;
});
/** Of names: letters, digits, `_` and `$`. */
const IN_NAME = Uint8Array.from({ length: 256 }, (_, byte) => (/[\w$]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** It is seen by its first bytes that the line is none of a trace: of most lines, for which a text would cost far more. */
export function isPlain(bytes: Uint8Array, from: number, end: number): boolean {
  if (from >= end) return true;
  const first = bytes[from] ?? 0;
  const says = FIRSTS[first];
  if (says === OTHER) return true;
  if (says === TELLING) return false;
  if (says === PAIR && IS_PAIR[first * 256 + (bytes[from + 1] ?? 0)] === 1) return from + 1 >= end;
  let at = from;
  while (at < end && IN_NAME[bytes[at] ?? 0] === 1) at++;
  return at >= end || (bytes[at] !== DOT && bytes[at] !== SLASH);
}

export function headOf(bytes: Uint8Array, from: number, end: number): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.min(end - from, LOOKED_AT)).toString('latin1');
  return bytes[from] === ESC ? head.replace(COLOURS, '') : head;
}
