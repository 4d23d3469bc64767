// The rules of the server: read from wherever they are written, kept in force, and changed.
import type { RuleFileStart } from '../../config/load.ts';
import { type Clock, systemClock } from '../../core/clock.ts';
import type { RuleCounts } from '../../core/flood/rule-counts.ts';
import type { RuleHits, RuleResources } from '../../http/resources/rules/rule-resources.ts';
import { RuleBook } from '../../rules/book/rule-book.ts';
import { MuteEditor } from '../../rules/changes/mute-editor.ts';
import { RuleEditor } from '../../rules/changes/rule-editor.ts';
import { RuleCompiler } from '../../rules/compile/rule-compiler.ts';
import { type LabelledOrigin, LabelRules } from '../../rules/provisioned/label-rules.ts';
import { RuleFile } from '../../rules/provisioned/rule-file.ts';
import { hasRuleLabels } from '../../rules/provisioned/rule-labels.ts';
import { RuleTrials } from '../../rules/trial/rule-trials.ts';
import { TrialThread } from '../../rules/trial/trial-thread.ts';
import type { Store } from '../../store/store.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import { createRuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import type { RulesStanding } from './rule-health.ts';

export interface RuleParts {
  readonly store: Pick<Store, 'rules' | 'mutes'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where rules as code stand; undefined without a configuration file. */
  readonly ruleFile?: RuleFileStart | undefined;
  readonly occurrences: Pick<AccessOccurrences, 'changeRecorded'>;
  /** What is counted of hits. */
  readonly hits: RuleHits;
}

export interface RunningRules {
  readonly book: RuleBook;
  /** What the API needs. */
  readonly ruleResources: RuleResources;
  /** Compiles patterns that somebody tries. */
  readonly compiler: Pick<RuleCompiler, 'compile'>;
  /** How everything about rules stands, for health. */
  standing(): RulesStanding;
  /** A container is there, or its labels are others. Resolves when the rules in its labels are in force: before that none of its lines may be judged. Undefined when they are already. */
  admit(origin: LabelledOrigin): Promise<void> | undefined;
  /** A container is gone, and all its lines are judged. */
  release(originKey: string): void;
  /** What became of hits of lines is saved. */
  hitsSaved(counts: Iterable<RuleCounts>): void;
  stop(): Promise<void>;
}

/** Resolves when the rules are in force, or are known not to be readable: then they are tried again and again. */
export async function startRules(parts: RuleParts): Promise<RunningRules> {
  const { store, clock, ruleFile, hits } = parts;
  const occurrences = {
    ...createRuleOccurrences({ ...parts, figures: () => figuresOf(standing()) }),
    changeRecorded: parts.occurrences.changeRecorded,
  };
  // A thread computes in real time, whatever clock the server was given.
  const compiler = new RuleCompiler({ clock: systemClock });
  const thread = new TrialThread({ clock: systemClock });
  const file = ruleFile && new RuleFile({ start: ruleFile, clock, occurrences });
  const labels = new LabelRules(occurrences);
  const provisioned = file ? [file, labels] : [labels];
  const book = new RuleBook({ store: store.rules, provisioned, compiler, clock, occurrences });
  const standing = (): RulesStanding => ({
    inForce: book.current?.places.length,
    faults: book.faults,
    unread: book.unread,
    fileFaults: file?.faults ?? [],
    labelFaults: labels.faults,
  });
  const written = () => provisioned.flatMap(({ rules }) => rules);
  const fields = () => book.current?.fields ?? new Set<string>();
  const rules = new RuleEditor({ store: store.rules, written, fields, book, compiler, clock, occurrences });
  const mutes = new MuteEditor({ store: store.mutes, rules, book, clock, occurrences });
  await book.refresh();
  const stopping = new AbortController();
  const ended = [book.run(stopping.signal), file?.run(() => void book.refresh(), stopping.signal)];
  return {
    book,
    compiler,
    ruleResources: { rules, mutes, book, hits, trials: new RuleTrials({ compiler, thread }) },
    standing,
    // Another container may have brought the same rules a moment ago: they need not be in force yet.
    admit: (origin) => (labels.see(origin) || hasRuleLabels(origin.labels) ? book.refreshWhole() : undefined),
    release(originKey) {
      if (labels.forget(originKey)) void book.refresh();
    },
    hitsSaved: (counts) => occurrences.hitsSaved(counts),
    async stop() {
      stopping.abort();
      await Promise.all([compiler.stop(), thread.stop()]);
      await Promise.all(ended);
    },
  };
}

function figuresOf({ inForce, faults, unread, fileFaults, labelFaults }: RulesStanding) {
  return {
    inForce: inForce ?? 0,
    compileErrors: faults.length,
    unread: unread !== undefined,
    provisioningFaults: { yaml: fileFaults.length, label: labelFaults.length },
  };
}
