// A reader in a process of its own, as tests handle it: start it, ask it, kill it, start it again on the same ledger.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { CoverageView } from '../../../src/tail/coverage/origin-coverage.ts';
import { CHILD_ENVIRONMENT } from '../child-environment.ts';
import { waitUntil } from '../wait-until.ts';
import { parseReaderReport, type ReaderReport, type ReaderSettings, type WantedWord } from './reader-words.ts';

const script = path.resolve(import.meta.dirname, '../../engine/reader-process.ts');
const READ: ReadonlySet<string> = new Set(['idle', 'gone', 'unreadable']);

export class RunningReader {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: ((line: string) => void)[] = [];
  readonly #exited: Promise<unknown>;
  #errors = '';

  constructor(settings: ReaderSettings) {
    this.#child = spawn(process.execPath, [script, JSON.stringify(settings)], {
      env: CHILD_ENVIRONMENT,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#exited = once(this.#child, 'exit');
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#heard(line));
  }

  report(): Promise<ReaderReport> {
    return this.#ask('report').then(parseReaderReport);
  }

  /** From now on no commit ends until `release`. */
  async hold(): Promise<void> {
    await this.#ask('hold');
  }

  async release(): Promise<void> {
    await this.#ask('release');
  }

  /** Other streams are wanted from now on. */
  async want(streams: WantedWord): Promise<void> {
    await this.#ask(streams);
  }

  async view(id: string): Promise<CoverageView | undefined> {
    return (await this.report()).origins.find(({ origin }) => origin.containerId === id);
  }

  /** Resolves when it watches the engine: what is created from now on is read from its first line. */
  async connected(): Promise<void> {
    let state = 'unknown';
    const isConnected = async (): Promise<boolean> => {
      ({ state } = (await this.report()).engine);
      return state === 'live' || state === 'polling';
    };
    await waitUntil(isConnected, { what: () => `the engine is watched; it is ${state}` });
  }

  /** Resolves when so many lines of a container have been judged. */
  async hasLines(id: string, lines: number, limitMs = 30_000): Promise<void> {
    let read = 0;
    const isDone = async (): Promise<boolean> => {
      read = (await this.view(id))?.lines ?? 0;
      return read >= lines;
    };
    await waitUntil(isDone, { what: () => `${lines} lines are read; ${read} are`, limitMs });
  }

  /** Resolves when it has read all there is of containers that do not run any more, and all of it is committed. */
  async hasRead(ids: readonly string[], limitMs = 60_000): Promise<void> {
    let left = '';
    const isDone = async (): Promise<boolean> => {
      const { origins, uncommitted } = await this.report();
      const open = ids.filter((id) => !READ.has(origins.find(({ origin }) => origin.containerId === id)?.state ?? ''));
      left = JSON.stringify(origins.filter(({ origin }) => open.some((id) => id === origin.containerId)));
      return open.length === 0 && uncommitted === 0;
    };
    await waitUntil(isDone, { what: () => `the reader has read all; it still has ${left}`, limitMs, everyMs: 50 });
  }

  /** In the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** As a service manager does it. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#exited;
    if (this.#child.exitCode !== 0 || this.#errors !== '')
      throw new Error(`The reader ended with ${this.#child.exitCode ?? this.#child.signalCode}: ${this.#errors}`);
  }

  #heard(line: string): void {
    const answer = line.includes('"level":"error"') ? undefined : this.#answers.shift();
    if (answer) answer(line);
    else this.#errors += `${line}\n`;
  }

  #ask(word: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#answers.push(resolve);
      this.#child.stdin.write(`${word}\n`);
      void this.#exited.then(() => reject(new Error(`The reader is gone: ${this.#errors}`)));
    });
  }
}
