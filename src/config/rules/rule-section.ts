// The list `rules` of the configuration file: rules as code. Every fault is told with its line; a pattern that does not compile is no fault of the file.
import type { ErrorDetail } from '../../core/errors.ts';
import { defineRule, type RawRule } from '../../core/rules/raw-rule.ts';
import type { Rule, RuleDefinition } from '../../core/rules/rule.ts';
import { derivedRuleId, RULE_ID_FORM } from '../../core/rules/rule-id.ts';
import { MOST_STORED_RULES } from '../../core/rules/rule-limits.ts';
import { GLOBAL, nameSpaceOf } from '../../core/rules/rule-scope.ts';
import type { YamlDocument, YamlPath } from '../file/yaml-document.ts';
import { isRecord } from '../input/is-record.ts';
import { fieldFault } from './rule-fields.ts';

export interface RuleSection {
  /** In the order of the file. */
  readonly rules: readonly Rule[];
  /** Where there is one, the rules are not to be used. */
  readonly faults: readonly ErrorDetail[];
}

const MOST_FAULTS = 20;

/** @param file as it is named in faults. */
export function readRuleSection(document: YamlDocument, file: string): RuleSection {
  return new SectionReader(document, file).read();
}

class SectionReader {
  readonly #document: YamlDocument;
  readonly #file: string;
  readonly #faults: ErrorDetail[] = [];
  readonly #names = new Set<string>();

  constructor(document: YamlDocument, file: string) {
    this.#document = document;
    this.#file = file;
  }

  read(): RuleSection {
    const { data } = this.#document;
    const list = isRecord(data) ? (data.rules ?? []) : [];
    if (!Array.isArray(list)) this.#fault(['rules'], 'is a list, each of whose items begins with "- name:"');
    else if (list.length > MOST_STORED_RULES)
      this.#fault(['rules', MOST_STORED_RULES], `has ${list.length} rules, at most ${MOST_STORED_RULES} are allowed`);
    if (!Array.isArray(list) || this.#faults.length > 0) return { rules: [], faults: this.#faults };
    const globals = globalNames(list);
    const rules = list.flatMap((entry: unknown, at) => this.#rule(entry, ['rules', at], globals));
    return { rules: this.#faults.length > 0 ? [] : rules, faults: this.#faults };
  }

  #rule(entry: unknown, path: YamlPath, globals: ReadonlySet<string>): Rule[] {
    // No more faults are told, so that what is unsound could not be told from what is sound.
    if (this.#faults.length >= MOST_FAULTS) return [];
    if (!isRecord(entry)) {
      this.#fault(path, 'a rule is a record with "name" and "pattern"');
      return [];
    }
    if (!this.#isSound(entry, path)) return [];
    const raw = entry as Partial<RawRule>; // Each field has been looked at by `fieldFault`.
    const defined = defineRule({ ...raw, name: raw.name ?? '', pattern: raw.pattern ?? '' });
    if (!defined.ok) {
      for (const fault of defined.faults) this.#fault([...path, fault.path], fault.message, raw.name);
      return [];
    }
    const rule = this.#resolved(defined.rule, path, globals);
    const place = JSON.stringify([nameSpaceOf(rule.scope), rule.name]);
    if (this.#names.has(place)) this.#fault([...path, 'name'], 'there is another one with this name', rule.name);
    this.#names.add(place);
    return [{ ...rule, id: derivedRuleId('yaml', rule), origin: 'yaml', createdAt: null, updatedAt: null }];
  }

  #isSound(entry: Readonly<Record<string, unknown>>, path: YamlPath): boolean {
    const before = this.#faults.length;
    const name = typeof entry.name === 'string' ? entry.name : undefined;
    for (const [key, value] of Object.entries(entry)) {
      const fault = fieldFault(key, value);
      if (fault !== undefined) this.#fault([...path, key], fault, name);
    }
    for (const key of ['name', 'pattern'])
      if (entry[key] === undefined) this.#fault(path, `a rule needs a "${key}"`, name);
    return this.#faults.length === before;
  }

  /** In a file a rule is overridden by its name as well, which says more than an id that was made of it. */
  #resolved(rule: RuleDefinition, path: YamlPath, globals: ReadonlySet<string>): RuleDefinition {
    const { scope, name } = rule;
    if (scope.kind !== 'override') return rule;
    if (globals.has(scope.overriddenId)) {
      const overriddenId = derivedRuleId('yaml', { scope: GLOBAL, name: scope.overriddenId });
      return { ...rule, scope: { ...scope, overriddenId } };
    }
    if (!RULE_ID_FORM.test(scope.overriddenId))
      this.#fault(
        [...path, 'overrides_rule_id'],
        '"overrides_rule_id" is the name of a global rule of this file, or the id of one that stands elsewhere',
        name,
      );
    return rule;
  }

  #fault(path: YamlPath, message: string, name?: string): void {
    if (this.#faults.length >= MOST_FAULTS) return;
    const rule = name === undefined ? 'rules' : `rule ${JSON.stringify(name)}`;
    this.#faults.push({ path: `${this.#file}:${this.#document.positionOf(path).line} ${rule}`, message });
  }
}

function globalNames(list: readonly unknown[]): ReadonlySet<string> {
  const names = list.flatMap((entry) =>
    isRecord(entry) && entry.workload_id == null && typeof entry.name === 'string' ? [entry.name] : [],
  );
  return new Set(names);
}
