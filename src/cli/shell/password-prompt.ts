// Asks for a password, at a terminal without showing it.
import type { Input, Output } from './command.ts';

const ENTER: ReadonlySet<string> = new Set(['\r', '\n', '\u0004']);
/** Ctrl-C, which raw mode hands to us as a character. */
const GIVE_UP = '\u0003';
/** An arrow or function key comes as a sequence that begins so. */
const ESCAPE = '\u001b';
const LONGEST_LINE = 4_096;

/** Asks at the terminal and shows nothing of what is typed. Undefined when the person gave up (Ctrl-C) or the input ended. */
export async function askPassword(
  question: string,
  io: { readonly stdin: Input; readonly stderr: Output },
): Promise<string | undefined> {
  io.stderr.write(question);
  io.stdin.setRawMode?.(true);
  try {
    return await typedLine(io.stdin);
  } finally {
    io.stdin.setRawMode?.(false);
    io.stderr.write('\n');
  }
}

/** The first line of an input that is no terminal. */
export async function readLine(stdin: Input): Promise<string | undefined> {
  let text = '';
  for await (const chunk of stdin) {
    text += chunk;
    if (text.includes('\n') || text.length > LONGEST_LINE) break;
  }
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  return line === '' ? undefined : line;
}

function typedLine(stdin: Input): Promise<string | undefined> {
  return new Promise((resolve) => {
    let typed = '';
    function finish(line: string | undefined): void {
      stdin.off('data', take).off('end', giveUp).pause();
      resolve(line);
    }
    function giveUp(): void {
      finish(undefined);
    }
    function take(keys: string): void {
      if (keys.startsWith(ESCAPE)) return;
      for (const key of keys) {
        if (key === GIVE_UP || ENTER.has(key)) {
          finish(key === GIVE_UP ? undefined : typed);
          return;
        }
        typed = edited(typed, key);
      }
    }
    stdin.setEncoding('utf8').on('data', take).on('end', giveUp).resume();
  });
}

/** Backspace takes a character back, Ctrl-U all of them; other control keys do nothing. */
function edited(typed: string, key: string): string {
  if (key === '\u007f' || key === '\b') return [...typed].slice(0, -1).join('');
  if (key === '\u0015') return '';
  return key < ' ' || typed.length >= LONGEST_LINE ? typed : typed + key;
}
