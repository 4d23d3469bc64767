// The rules that stand in labels of containers: each is a rule of the container's workload alone.
import type { Origin } from '../../core/lines/origin.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { derivedRuleId } from '../../core/rules/rule-id.ts';
import type { RuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import type { ProvisionedRules } from '../book/rule-reader.ts';
import { hasRuleLabels, type LabelFault, readRuleLabels } from './rule-labels.ts';

export type LabelledOrigin = Pick<Origin, 'key' | 'host' | 'workload' | 'containerName' | 'labels'>;

export interface ContainerFault extends LabelFault {
  readonly container: string;
}

interface Labelled {
  readonly container: string;
  readonly labels: Origin['labels'];
  readonly rules: readonly Rule[];
  readonly faults: readonly ContainerFault[];
}

const NOTHING: readonly Rule[] = [];

export class LabelRules implements ProvisionedRules {
  readonly #occurrences: Pick<RuleOccurrences, 'labelRefused'>;
  readonly #origins = new Map<string, Labelled>();
  #rules: readonly Rule[] = NOTHING;
  #conflicts: readonly ContainerFault[] = [];

  constructor(occurrences: Pick<RuleOccurrences, 'labelRefused'>) {
    this.#occurrences = occurrences;
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  get faults(): readonly ContainerFault[] {
    return [...[...this.#origins.values()].flatMap(({ faults }) => faults), ...this.#conflicts];
  }

  /** A container is there, or its labels are others. Whether any rule is another one by that. */
  see(origin: LabelledOrigin): boolean {
    const before = this.#origins.get(origin.key);
    if (before?.labels === origin.labels || (before === undefined && !hasRuleLabels(origin.labels))) return false;
    const labelled = read(origin);
    const told = new Set(before?.faults.map(({ label, message }) => label + message));
    for (const fault of labelled.faults)
      if (!told.has(fault.label + fault.message)) this.#occurrences.labelRefused(fault);
    this.#origins.set(origin.key, labelled);
    return this.#gather();
  }

  /** A container is gone, with all its lines judged. Whether any rule is another one by that. */
  forget(key: string): boolean {
    return this.#origins.delete(key) && this.#gather();
  }

  /** Of the containers of one workload that say different things of one rule, the first by its key is believed, on every instance. */
  #gather(): boolean {
    const rules = new Map<string, Rule>();
    const conflicts: ContainerFault[] = [];
    const inOrder = [...this.#origins].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { container, rules: ofContainer }] of inOrder) {
      for (const rule of ofContainer) {
        const first = rules.get(rule.id);
        if (first === undefined) rules.set(rule.id, rule);
        else if (!isSame(first, rule)) conflicts.push(conflict(rule, container));
      }
    }
    const now = [...rules.values()];
    const isChanged = now.length !== this.#rules.length || now.some((rule, at) => !isSame(rule, this.#rules[at]));
    const told = new Set(this.#conflicts.map(({ container, label }) => container + label));
    for (const one of conflicts) if (!told.has(one.container + one.label)) this.#occurrences.labelRefused(one);
    this.#conflicts = conflicts;
    if (isChanged) this.#rules = now;
    return isChanged;
  }
}

function read(origin: LabelledOrigin): Labelled {
  // Nothing but a container has labels.
  const { key, containerName: container = key, labels } = origin;
  const { rules, faults } = readRuleLabels(labels, workloadId(origin));
  return {
    container,
    labels,
    rules: rules.map((rule) => ({
      ...rule,
      id: derivedRuleId('label', rule),
      origin: 'label',
      createdAt: null,
      updatedAt: null,
    })),
    faults: faults.map((fault) => ({ ...fault, container })),
  };
}

/** Nearly all are the very same: only those of one container are read anew. */
const isSame = (one: Rule, other: Rule | undefined): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

const conflict = ({ name }: Rule, container: string): ContainerFault => ({
  container,
  label: `tocsin.rule.${name}`,
  message: 'another container of the same workload says something else of this rule, and is believed',
});
