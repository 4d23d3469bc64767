// The rules of the configuration file: read again whenever the file is another one, and kept as they were while it is broken.
import { type ConfigFile, fileState, readRules } from '../../config/rules/read-rules.ts';
import type { Clock } from '../../core/clock.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { RuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import type { ProvisionedRules } from '../book/rule-reader.ts';

/** A file is read when it was the same at two looks: whoever writes it in several pieces is not read in between. */
const LOOK_EVERY_MS = 250;

export interface RuleFileParts {
  readonly start: { readonly file: ConfigFile; readonly state: string | undefined; readonly rules: readonly Rule[] };
  readonly clock: Pick<Clock, 'sleep'>;
  readonly occurrences: Pick<RuleOccurrences, 'fileRead' | 'fileRefused'>;
}

export class RuleFile implements ProvisionedRules {
  readonly #parts: RuleFileParts;
  readonly #file: ConfigFile;
  #rules: readonly Rule[];
  #faults: readonly ErrorDetail[] = [];
  /** What the file was like when it was read last, and at the last look. */
  #readState: string | undefined;
  #lastSeen: string | undefined;

  constructor(parts: RuleFileParts) {
    const { file, state, rules } = parts.start;
    this.#parts = parts;
    this.#file = file;
    this.#rules = rules;
    this.#readState = state;
    this.#lastSeen = state;
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  /** What is wrong with the file as it is now; the rules are those that it gave before. */
  get faults(): readonly ErrorDetail[] {
    return this.#faults;
  }

  /** Looks at the file until the signal aborts, and calls `changed` when its rules are others. It never rejects. */
  async run(changed: () => void, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#parts.clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      if (this.#look()) changed();
    }
  }

  #look(): boolean {
    const state = fileState(this.#file);
    const isSettled = state === this.#lastSeen;
    this.#lastSeen = state;
    if (!isSettled || state === this.#readState) return false;
    this.#readState = state;
    const { occurrences } = this.#parts;
    const read = readRules(this.#file);
    const { shown } = this.#file;
    if (!read.ok) {
      this.#faults = read.faults;
      const faults = read.faults.map(({ path, message }) => `${path}: ${message}`);
      occurrences.fileRefused({ file: shown, faults });
      return false;
    }
    this.#faults = [];
    // Whoever changed only a setting has changed no rule.
    if (JSON.stringify(read.rules) === JSON.stringify(this.#rules)) return false;
    this.#rules = read.rules;
    occurrences.fileRead({ file: shown, rules: read.rules.length });
    return true;
  }
}
