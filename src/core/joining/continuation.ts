// Whether a line goes on with the lines before it: it is indented, or stands as lines of known traces do.
import {
  BEHIND_GAP,
  BEHIND_THROWN,
  beginningOf,
  CHAINED,
  closes,
  ends,
  GO_BODY,
  headOf,
  innerEnds,
  isFirstGoFunction,
  isFrame,
  isGoFunction,
  isGoroutine,
  isIndent,
  isPlain,
  isThrown,
  joins,
  MARK,
  PYTHON,
  PYTHON_DEAD,
  RAISED,
} from './trace-lines.ts';

/**
 * What the lines of a group are so far, as far as it matters for the next one. start: one line that began it. body: more than one.
 * frames: one with frames, behind which another trace is one of its own. over: a trace that another may follow behind an empty line; gap: that line. python: between the heading of a trace and its last
 * line; python_over, python_gap, python_chain: behind that, maybe before a second one. python_dies: what Python leaves when it dies
 * itself. go: what a program of Go leaves when it ends by itself. go_function, go_place: a function of Go, and where it stands.
 * ruby: an error of Ruby; ruby_gap, ruby_shown: before and behind the line of code that failed. node, node_shown: the same of
 * Node.js; node_marked, node_named: behind the mark below that, before what was thrown.
 */
export const TRACES = [
  ...['start', 'body', 'frames', 'over', 'gap', 'python', 'python_over', 'python_gap', 'python_chain', 'python_dies'],
  ...[
    'go',
    'go_function',
    'go_place',
    'ruby',
    'ruby_gap',
    'ruby_shown',
    'node',
    'node_shown',
    'node_marked',
    'node_named',
  ],
] as const;
export type Trace = (typeof TRACES)[number];

export interface TraceLine {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
}

/** What a group is that begins with this line. */
export function begun(bytes: Uint8Array, from: number, end: number): Trace {
  return isPlain(bytes, from, end) ? 'start' : beginningOf(headOf(bytes, from, end));
}

/** What the group is with this line; undefined where it does not go on with it. */
export function continued(trace: Trace, line: TraceLine): Trace | undefined {
  const { bytes, from, end } = line;
  const isAny = trace === 'start' || trace === 'body' || trace === 'frames';
  const showsCode = !isAny && SHOWS_CODE.has(trace);
  if (!showsCode && from < end && isIndent(bytes[from])) return indented(trace, line);
  if (isAny && isPlain(bytes, from, end)) return undefined;
  const text = headOf(bytes, from, end);
  if (showsCode) return ofCode(trace, text);
  if (text !== '' && isIndent(text.charCodeAt(0))) return indented(trace, undefined);
  if (PYTHON.test(text)) return trace === 'python_over' ? undefined : 'python';
  switch (trace) {
    case 'start':
      return joined(text) ?? (isFirstGoFunction(text) ? 'go_function' : undefined);
    case 'body':
      return closes(text) ? 'body' : (joined(text) ?? (isFirstGoFunction(text) ? 'go_function' : undefined));
    case 'frames':
      return closes(text) || (joins(text) && !ends(text)) ? 'frames' : isThrown(text) ? undefined : joined(text);
    case 'ruby':
      return text === '' ? 'ruby_gap' : joined(text);
    case 'ruby_shown':
      return MARK.test(text) ? 'body' : joined(text);
    case 'go_place':
      return isGoFunction(text) ? 'go_function' : joined(text);
    case 'go_function':
      return undefined;
    case 'go':
      return GO_BODY.test(text) ? 'go' : undefined;
    case 'over':
      if (text === '') return 'gap';
      return closes(text) || joins(text) || BEHIND_THROWN.test(text) ? 'over' : undefined;
    case 'gap':
      return BEHIND_GAP.test(text) ? 'frames' : undefined;
    case 'node_marked':
      return text === '' ? 'node_named' : 'over';
    case 'node_named':
      return text === '' ? undefined : 'over';
    default:
      return ofPython(trace, text);
  }
}

/** An indented line may be one of code. */
const SHOWS_CODE: ReadonlySet<Trace> = new Set(['ruby_gap', 'node', 'node_shown']);

function ofCode(trace: Trace, text: string): Trace | undefined {
  if (text === '') return undefined;
  if (trace === 'ruby_gap') return 'ruby_shown';
  if (trace === 'node') return 'node_shown';
  if (MARK.test(text)) return 'node_marked';
  return isIndent(text.charCodeAt(0)) ? 'body' : undefined;
}

function ofPython(trace: Trace, text: string): Trace | undefined {
  switch (trace) {
    case 'python':
      return RAISED.test(text) ? 'python_over' : undefined;
    case 'python_over':
      return text === '' ? 'python_gap' : undefined;
    case 'python_gap':
      return CHAINED.test(text) ? 'python_chain' : undefined;
    case 'python_chain':
      return text === '' ? 'python_chain' : undefined;
    case 'python_dies':
      return PYTHON_DEAD.test(text) ? 'python_dies' : undefined;
    default:
      return undefined;
  }
}

function joined(text: string): Trace | undefined {
  if (isGoroutine(text)) return 'go';
  if (!joins(text) && !isThrown(text)) return undefined;
  return ends(text) ? 'over' : 'body';
}

/** With an indented line; undefined where that is coloured. */
function indented(trace: Trace, line: TraceLine | undefined): Trace {
  switch (trace) {
    case 'start':
    case 'body':
    case 'frames':
    case 'gap':
    case 'ruby':
    case 'ruby_shown':
      return line ? withFrame(trace, line) : 'body';
    case 'go_function':
      return 'go_place';
    case 'node_marked':
    case 'node_named':
      return 'over';
    default:
      return trace;
  }
}

function withFrame(trace: Trace, { bytes, from, end }: TraceLine): Trace {
  if (innerEnds(bytes, from, end)) return 'over';
  return trace === 'frames' || isFrame(bytes, from, end) ? 'frames' : 'body';
}
