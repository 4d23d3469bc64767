// The rules of the configuration file: read again whenever the file is another one, and kept as they were while it is broken.
import type { ConfigFile } from '../../config/file/config-file.ts';
import { WatchedFile } from '../../config/file/watched-file.ts';
import { readRules } from '../../config/rules/read-rules.ts';
import type { Clock } from '../../core/clock.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { RuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import type { ProvisionedRules } from '../book/rule-reader.ts';

export interface RuleFileParts {
  readonly start: { readonly file: ConfigFile; readonly state: string | undefined; readonly rules: readonly Rule[] };
  readonly clock: Pick<Clock, 'sleep'>;
  readonly occurrences: Pick<RuleOccurrences, 'fileRead' | 'fileRefused'>;
}

export class RuleFile implements ProvisionedRules {
  readonly #watched: WatchedFile<readonly Rule[]>;

  constructor({ start: { file, state, rules }, clock, occurrences }: RuleFileParts) {
    const { shown } = file;
    this.#watched = new WatchedFile({
      ...{ file, clock, start: { state, value: rules } },
      read: () => readRules(file),
      isSame: (one, other) => JSON.stringify(one) === JSON.stringify(other),
      told: {
        taken: (taken) => occurrences.fileRead({ file: shown, rules: taken.length }),
        refused: (faults) => occurrences.fileRefused({ file: shown, faults }),
      },
    });
  }

  get rules(): readonly Rule[] {
    return this.#watched.value;
  }

  /** What is wrong with the file as it is now; the rules are those that it gave before. */
  get faults(): readonly ErrorDetail[] {
    return this.#watched.faults;
  }

  /** Looks at the file until the signal aborts, and calls `changed` when its rules are others. It never rejects. */
  run(changed: () => void, signal: AbortSignal): Promise<void> {
    return this.#watched.run(changed, signal);
  }
}
