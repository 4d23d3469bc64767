// Labels of a container that are rules: `tocsin.rule.<name>.pattern`, `.severity` and so on. What is none is told and not passed over.
import { fieldFault } from '../../config/rules/rule-fields.ts';
import { suggest } from '../../config/suggestion.ts';
import { eventText } from '../../core/events/event-text.ts';
import { defineRule, type RawRule } from '../../core/rules/raw-rule.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';

export interface LabelFault {
  readonly label: string;
  readonly message: string;
}

const PREFIX = 'tocsin.rule.';
/** Of one container: a person who writes more has a file for it. */
const MOST_LABEL_RULES = 100;
/** Whoever gets more wrong than this is told enough. */
const MOST_TOLD_FAULTS = 20;
const MOST_LABEL_BYTES = 200;

/** How the text of each label is read. What a rule says of its workload, no label can say: it is the container's. */
const KINDS: Readonly<Record<string, 'text' | 'number' | 'truth'>> = {
  pattern: 'text',
  exclude_pattern: 'text',
  kind: 'text',
  field: 'text',
  severity: 'text',
  streams: 'text',
  cooldown_seconds: 'number',
  threshold_count: 'number',
  threshold_window_seconds: 'number',
  absence_seconds: 'number',
  enabled: 'truth',
};

export const hasRuleLabels = (labels: Readonly<Record<string, string>>): boolean =>
  Object.keys(labels).some((label) => label.startsWith(PREFIX));

export function readRuleLabels(
  labels: Readonly<Record<string, string>>,
  workloadId: string,
): { readonly rules: readonly RuleDefinition[]; readonly faults: readonly LabelFault[] } {
  const faults: LabelFault[] = [];
  const written = new Map<string, Record<string, unknown>>();
  for (const label of Object.keys(labels)
    .filter((one) => one.startsWith(PREFIX))
    .sort()) {
    const { name, field, fault } = partsOf(label);
    const value = fault === undefined ? readValue(field, labels[label] ?? '') : undefined;
    const wrong = fault ?? fieldFault(field, value) ?? fieldFault('name', name);
    if (wrong !== undefined) faults.push({ label, message: wrong });
    // A rule with a fault in one label is no rule: half of it could mean something else.
    const before = written.get(name) ?? {};
    written.set(name, wrong === undefined ? { ...before, [field]: value } : { ...before, isFaulty: true });
  }
  const rules = [...written].slice(0, MOST_LABEL_RULES).flatMap(([name, entry]) => {
    if (entry.isFaulty) return [];
    const label = PREFIX + name;
    if (entry.pattern === undefined) {
      faults.push({ label: `${label}.pattern`, message: 'a rule needs a "pattern"' });
      return [];
    }
    const raw = { ...entry, name, workload_id: workloadId } as unknown as RawRule; // Each field has been looked at.
    const defined = defineRule(raw);
    if (defined.ok) return [defined.rule];
    faults.push(...defined.faults.map(({ path, message }) => ({ label: `${label}.${path}`, message })));
    return [];
  });
  if (written.size > MOST_LABEL_RULES)
    faults.push({
      label: PREFIX,
      message: `a container may have ${MOST_LABEL_RULES} rules in its labels, and has more`,
    });
  return { rules, faults: toldOf(faults) };
}

/** Whoever made the image wrote the labels, of any number and length: what is told of them is neither long nor harmful. */
function toldOf(faults: readonly LabelFault[]): readonly LabelFault[] {
  const told = faults.slice(0, MOST_TOLD_FAULTS).map(({ label, message }) => ({
    label: eventText(Buffer.from(label), MOST_LABEL_BYTES),
    message: eventText(Buffer.from(message)),
  }));
  const others = faults.length - told.length;
  return others === 0
    ? told
    : [...told, { label: PREFIX, message: `${others} more labels of this container are wrong` }];
}

/** A name may have dots in it; the field has none. */
function partsOf(label: string): { readonly name: string; readonly field: string; readonly fault?: string } {
  const rest = label.slice(PREFIX.length);
  const dot = rest.lastIndexOf('.');
  if (dot <= 0) return { name: rest, field: '', fault: 'is written tocsin.rule.<name>.pattern, and so on' };
  const [name, field] = [rest.slice(0, dot), rest.slice(dot + 1)];
  if (Object.hasOwn(KINDS, field)) return { name, field };
  const near = suggest(field, Object.keys(KINDS));
  return {
    name,
    field,
    fault: `a rule in a label has no "${field}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
  };
}

function readValue(field: string, text: string): unknown {
  switch (KINDS[field]) {
    case 'number':
      return /^\d{1,15}$/.test(text) ? Number(text) : text;
    case 'truth':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    default:
      return text;
  }
}
