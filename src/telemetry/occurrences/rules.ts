// What can happen to rules and mutes.
import { COUNTED, type RuleCounts, sumOfCounts } from '../../core/flood/rule-counts.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface RuleFigures {
  readonly inForce: number;
  readonly compileErrors: number;
  /** Whether the saved rules could not be read the last time. */
  readonly unread: boolean;
  /** Faults of what is written outside of the store, by where. */
  readonly provisioningFaults: Readonly<Record<'yaml' | 'label', number>>;
}

export interface RuleOccurrences {
  /** Another set of rules is in force from now on. */
  inForce(set: { readonly rules: number; readonly faults: number; readonly mutes: number }): void;
  /** An enabled rule is not in force as it is written. Told once, and again when the reason is another one. */
  notCompiled(fault: {
    readonly ruleId: string;
    readonly ruleName: string;
    readonly origin: string;
    readonly field: string | undefined;
    readonly message: string;
    readonly position: number | undefined;
  }): void;
  /** The saved rules cannot be read. Told once; those that were read before go on. */
  unread(fault: { readonly error: unknown }): void;
  readAgain(): void;
  /** The rules of the configuration file are others now. */
  fileRead(file: { readonly file: string; readonly rules: number }): void;
  /** The file cannot be used; the rules that it gave before go on. */
  fileRefused(file: { readonly file: string; readonly faults: readonly string[] }): void;
  /** A label of a container is no rule as it is written. Told once for each. */
  labelRefused(label: { readonly container: string; readonly label: string; readonly message: string }): void;
  /** What became of hits of lines, by rule: it is saved now. */
  hitsSaved(counts: Iterable<RuleCounts>): void;
  ruleChanged(change: {
    readonly change: 'created' | 'changed' | 'deleted';
    readonly ruleId: string;
    readonly name: string;
    readonly workloadId: string | undefined;
  }): void;
  muteChanged(change: {
    readonly change: 'created' | 'ended';
    readonly muteId: string;
    readonly ruleId: string | null;
    readonly workloadId: string | null;
  }): void;
}

export function createRuleOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Read when the metrics are. */
  readonly figures: () => RuleFigures;
}): RuleOccurrences {
  const logger = tools.logger.child('rules');
  const { swaps, changes, mutes, hits } = ruleMetrics(tools.metrics, tools.figures);
  return {
    inForce({ rules, faults, mutes }) {
      swaps.increment({});
      logger.info('rules_in_force', { rules, compile_errors: faults, mutes });
    },
    notCompiled({ ruleId, ruleName, origin, field, message, position }) {
      logger.warning('rule_not_compiled', { rule_id: ruleId, rule_name: ruleName, origin, field, message, position });
    },
    unread({ error }) {
      logger.error('rules_unread', { error });
    },
    readAgain() {
      logger.info('rules_read_again');
    },
    fileRead({ file, rules }) {
      logger.info('rule_file_read', { file, rules });
    },
    fileRefused({ file, faults }) {
      logger.warning('rule_file_refused', { file, faults });
    },
    labelRefused({ container, label, message }) {
      logger.warning('rule_label_refused', { container, label, message });
    },
    hitsSaved(counts) {
      const sum = sumOfCounts(counts);
      for (const decision of COUNTED) if (sum[decision] > 0) hits.increment({ decision }, sum[decision]);
    },
    ruleChanged({ change, ruleId, name, workloadId }) {
      changes.increment({ change });
      logger.info(`rule_${change}`, { rule_id: ruleId, rule_name: name, workload_id: workloadId });
    },
    muteChanged({ change, muteId, ruleId, workloadId }) {
      mutes.increment({ change });
      logger.info(`mute_${change}`, { mute_id: muteId, rule_id: ruleId, workload_id: workloadId });
    },
  };
}

function ruleMetrics(metrics: Metrics, figures: () => RuleFigures) {
  metrics.gaugeOf(
    {
      name: 'tocsin_rules_in_force',
      help: 'Rules that lines are matched against, those of single workloads among them.',
    },
    () => figures().inForce,
  );
  metrics.gaugeOf(
    { name: 'tocsin_rules_compile_errors', help: 'Enabled rules that are not in force as they are written.' },
    () => figures().compileErrors,
  );
  metrics.gaugeOf(
    { name: 'tocsin_rules_unread', help: 'Whether the saved rules could not be read the last time (1).' },
    () => (figures().unread ? 1 : 0),
  );
  metrics.gaugePer(
    {
      name: 'tocsin_rules_provisioning_faults',
      help: 'Faults in the rules of the configuration file and of the labels of containers.',
      label: 'origin',
      values: ['yaml', 'label'],
    },
    () => figures().provisioningFaults,
  );
  return {
    hits: metrics.counter({
      name: 'tocsin_rules_hits_total',
      help: 'Hits of lines by what became of them, and lines that an exclude pattern took out (excluded), which are no hits. Counted when they are saved.',
      labels: { decision: COUNTED },
    }),
    swaps: metrics.counter({
      name: 'tocsin_rules_swaps_total',
      help: 'How often another set of rules came into force.',
    }),
    changes: metrics.counter({
      name: 'tocsin_rules_changes_total',
      help: 'Changes of rules through the API.',
      labels: { change: ['created', 'changed', 'deleted'] },
    }),
    mutes: metrics.counter({
      name: 'tocsin_rules_mutes_total',
      help: 'Mutes that were made, and that were ended before their time.',
      labels: { change: ['created', 'ended'] },
    }),
  };
}
