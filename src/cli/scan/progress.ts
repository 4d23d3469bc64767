// One line on a terminal that says how far a long scan has come. It appears after a second and is gone when the scan ends.
import type { Output } from '../shell/command.ts';
import { harmless } from './harmless.ts';

const SHOW_AFTER_MS = 1000;
const SHOW_EVERY_MS = 200;
const CLEAR = '\r\u001b[K';

/** How far a scan has come. */
export interface Standing {
  /** Bytes that were scanned, of all inputs. */
  readonly bytes: number;
  /** The input that is being read; undefined when there is one only. */
  readonly file: string | undefined;
  /** How much of that input was read, from 0 to 1, as far as that is known. */
  readonly share: number | undefined;
}

export class Progress {
  readonly #output: Output;
  readonly #now: () => number;
  readonly #startedAt: number;
  #shownAt = 0;

  constructor(output: Output, now: () => number) {
    this.#output = output;
    this.#now = now;
    this.#startedAt = now();
  }

  update({ bytes, file, share }: Standing): void {
    const now = this.#now();
    if (now - this.#startedAt < SHOW_AFTER_MS || now - this.#shownAt < SHOW_EVERY_MS) return;
    if (this.#output.isTTY !== true) return;
    this.#shownAt = now;
    const speed = Math.round(bytes / 1000 / (now - this.#startedAt));
    const part = share === undefined ? '' : `${Math.floor(100 * share)} %`;
    const where = file === undefined ? part : `${part}${part === '' ? '' : ' of '}${shortened(harmless(file))}`;
    this.#output.write(`${CLEAR}scanned ${where}${where === '' ? '' : ', '}${megabytes(bytes)}, ${speed} MB/s`);
  }

  /** Takes the line away; to be called before anything else is written there. */
  clear(): void {
    if (this.#shownAt > 0) this.#output.write(CLEAR);
    this.#shownAt = 0;
  }
}

/** It must not fill more than one line, or it could not be taken away. */
const shortened = (name: string): string => (name.length > 40 ? `…${name.slice(-39)}` : name);

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
