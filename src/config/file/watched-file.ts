// A part of the configuration file that is read again whenever the file is another one, and kept as it was while it is broken.
import type { Clock } from '../../core/clock.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import { type ConfigFile, fileState } from './config-file.ts';

/** A file is read when it was the same at two looks: whoever writes it in several pieces is not read in between. */
const LOOK_EVERY_MS = 250;

/** Other files that the part was read from, such as those of secrets, and what each was like just before. */
export type FilesBeside = ReadonlyMap<string, string | undefined>;

export type ReadPart<Value> =
  | { readonly ok: true; readonly value: Value; readonly beside?: FilesBeside }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[]; readonly beside?: FilesBeside };

export interface WatchedFileParts<Value> {
  readonly file: ConfigFile;
  /** What was read at the start, and what the files were like just before. */
  readonly start: { readonly state: string | undefined; readonly value: Value; readonly beside?: FilesBeside };
  readonly read: () => ReadPart<Value>;
  /** Whoever changed only another part of the file has changed nothing here. */
  readonly isSame: (one: Value, other: Value) => boolean;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly told: {
    taken(value: Value): void;
    refused(faults: readonly string[]): void;
  };
}

export class WatchedFile<Value> {
  readonly #parts: WatchedFileParts<Value>;
  #value: Value;
  #faults: readonly ErrorDetail[] = [];
  #beside: FilesBeside;
  /** What the files were like when they were read last, and at the last look. */
  #readState: string;
  #lastSeen: string;

  constructor(parts: WatchedFileParts<Value>) {
    const { state, value, beside = new Map() } = parts.start;
    this.#parts = parts;
    this.#value = value;
    this.#beside = beside;
    this.#readState = textOf([state, ...beside.values()]);
    this.#lastSeen = this.#readState;
  }

  get value(): Value {
    return this.#value;
  }

  /** What is wrong with the file as it is now; the value is the one that it gave before. */
  get faults(): readonly ErrorDetail[] {
    return this.#faults;
  }

  /** Looks at the file until the signal aborts, and calls `changed` when its value is another. It never rejects. */
  async run(changed: (before: Value) => void, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#parts.clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      const before = this.#value;
      if (this.#look()) changed(before);
    }
  }

  #look(): boolean {
    const { file, read, isSame, told } = this.#parts;
    const own = fileState(file);
    const state = textOf([own, ...[...this.#beside.keys()].map((path) => fileState({ path }))]);
    const isSettled = state === this.#lastSeen;
    this.#lastSeen = state;
    if (!isSettled || state === this.#readState) return false;
    const part = read();
    this.#beside = part.beside ?? new Map();
    this.#readState = textOf([own, ...this.#beside.values()]);
    this.#lastSeen = this.#readState;
    if (!part.ok) {
      this.#faults = part.faults;
      told.refused(part.faults.map(({ path, message }) => `${path}: ${message}`));
      return false;
    }
    this.#faults = [];
    if (isSame(part.value, this.#value)) return false;
    this.#value = part.value;
    told.taken(part.value);
    return true;
  }
}

const textOf = (states: readonly (string | undefined)[]): string => states.map((state) => state ?? '').join('|');
