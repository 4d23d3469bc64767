import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { CHILD_ENVIRONMENT } from './child-environment.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A script of this checkout that runs in a process of its own and speaks in lines. Killed when the test ends. */
export interface ChildProcess {
  readonly pid: number;
  /** All lines so far. */
  readonly lines: readonly string[];
  /** The first line that fits, from the one with the index `from` on; rejects when the process ends without it. */
  line(fits: (line: string) => boolean, from?: number): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Resolves when the process is gone. */
  kill(name: NodeJS.Signals): Promise<void>;
  /** The code with which it ended; null where a signal did that. */
  readonly code: Promise<number | null>;
}

export function startProcess(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  return startCommand([...commandOf(script), ...args], environment);
}

/** How a script of this checkout is run, for commands that lead to it. */
export const commandOf = (script: string): readonly string[] => [process.execPath, path.join(root, script)];

/** The same for any command, whose first word is the program. */
export async function startCommand(
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = spawn(program, args, {
    env: { ...CHILD_ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  const notify = (): void => {
    for (const watcher of watchers) watcher();
  };
  let ended = false;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    notify();
  });
  const code = new Promise<number | null>((resolve) => {
    child.on('close', (given) => {
      ended = true;
      notify();
      resolve(given);
    });
  });
  const kill = async (name: NodeJS.Signals): Promise<void> => {
    child.kill(name);
    await code;
  };
  onTestFinished(() => kill('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    lines,
    kill,
    code,
    signal: (name) => child.kill(name),
    line: (fits, from = 0) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.slice(from).find(fits);
          if (found === undefined && !ended) return;
          watchers.delete(look);
          if (found !== undefined) resolve(found);
          else
            reject(new Error(`${args[0]} ended without the line that was expected: ${[...lines, errors].join('\n')}`));
        };
        watchers.add(look);
        look();
      }),
  };
}
