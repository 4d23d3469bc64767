// Makes, changes and deletes rules, each change with its note in the audit trail; what is written elsewhere can be read here and not changed.
import type { AuditNote } from '../../core/account.ts';
import { type Author, noteBy } from '../../core/audit/author.ts';
import { fieldRefusal } from '../../core/changes/field-refusal.ts';
import { type Book, whenInForce } from '../../core/changes/in-force.ts';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import { ID_FORM } from '../../core/id.ts';
import type { Page } from '../../core/page.ts';
import { defineRule, type RawRule } from '../../core/rules/raw-rule.ts';
import type { Rule, RuleDefinition } from '../../core/rules/rule.ts';
import { tooManyFields } from '../../core/rules/rule-field.ts';
import { MOST_FIELDS } from '../../core/rules/rule-limits.ts';
import { nameSpaceOf, workloadOf } from '../../core/rules/rule-scope.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import type { RuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import { compileOrRefuse } from '../compile/checked-patterns.ts';
import type { RuleCompiler } from '../compile/rule-compiler.ts';
import { pageOfRules } from './rule-list.ts';
import { patched, type RulePatch } from './rule-patch.ts';
import type { RulePageRequest, RuleStore } from './rule-store.ts';

export interface RuleEditorParts {
  readonly store: RuleStore;
  /** Rules that are written in a file or in labels. */
  readonly written: () => readonly Rule[];
  /** Those that rules in force look at. */
  readonly fields: () => ReadonlySet<string>;
  readonly book: Book;
  readonly compiler: Pick<RuleCompiler, 'compile'>;
  readonly clock: Clock;
  readonly occurrences: Pick<RuleOccurrences, 'ruleChanged'> & Pick<AccessOccurrences, 'changeRecorded'>;
}

export class RuleEditor {
  readonly #parts: RuleEditorParts;

  constructor(parts: RuleEditorParts) {
    this.#parts = parts;
  }

  list(page: RulePageRequest): Promise<Page<Rule>> {
    return pageOfRules(page, (request) => this.#parts.store.listRules(request), this.#parts.written());
  }

  async find(id: string): Promise<Rule | undefined> {
    return ID_FORM.test(id) ? this.#parts.store.findRule(id) : this.#parts.written().find((rule) => rule.id === id);
  }

  async get(id: string): Promise<Rule> {
    const rule = await this.find(id);
    if (!rule) throw notFound(id);
    return rule;
  }

  async create(raw: RawRule, by: Author): Promise<Rule> {
    const { store, clock } = this.#parts;
    const rule = definedOrRefused(raw);
    await this.#checkPatterns(raw);
    this.#refuseBesideWritten(rule);
    this.#refuseManyFields(rule);
    const note = noteBy(by, { at: clock.now(), action: 'rule_created', subject: rule.name });
    const made = await store.createRule(rule, note.at, note);
    await this.#tell('created', made, note);
    return made;
  }

  async change(id: string, patch: RulePatch, by: Author): Promise<Rule> {
    const { store, clock } = this.#parts;
    const { name } = this.#changeable(await this.get(id));
    await this.#checkPatterns(patch);
    const note = noteBy(by, { at: clock.now(), action: 'rule_changed', subject: patch.name ?? name });
    const merge = (before: Rule): RuleDefinition => {
      const rule = definedOrRefused(patched(before, patch));
      this.#refuseBesideWritten(rule, before);
      if (rule.field !== before.field) this.#refuseManyFields(rule);
      return rule;
    };
    const changed = await store.changeRule(id, { at: note.at, merge }, note);
    await this.#tell('changed', changed, note);
    return changed;
  }

  /** With its overrides. */
  async delete(id: string, by: Author): Promise<void> {
    const { store, clock } = this.#parts;
    const { name } = this.#changeable(await this.get(id));
    const note = noteBy(by, { at: clock.now(), action: 'rule_deleted', subject: name });
    const gone = await store.deleteRule(id, note);
    for (const rule of gone) await this.#tell('deleted', rule, { ...note, subject: rule.name });
  }

  /** Each of them alone, so that a change of one need not wait for what the other one is. */
  async #checkPatterns({ pattern, exclude_pattern: excludePattern }: RulePatch): Promise<void> {
    const { compiler } = this.#parts;
    if (pattern === undefined && excludePattern == null) return;
    await compileOrRefuse(compiler, { pattern: pattern ?? '.', excludePattern: excludePattern ?? undefined });
  }

  /** What the store cannot know: names and rules that are written elsewhere. A name that the rule has already stays its own. */
  #refuseBesideWritten({ name, scope }: RuleDefinition, before?: Rule): void {
    const written = this.#parts.written();
    const hasName = (other: RuleDefinition): boolean =>
      other.name === name && nameSpaceOf(other.scope) === nameSpaceOf(scope);
    const taken = before !== undefined && hasName(before) ? undefined : written.find(hasName);
    if (taken) {
      const message = `A rule with the name "${name}" exists already: it is written in ${PLACES[taken.origin]}.`;
      throw fieldRefusal('conflict', 'name', message);
    }
    if (scope.kind !== 'override' || ID_FORM.test(scope.overriddenId)) return;
    const target = written.find(({ id }) => id === scope.overriddenId);
    if (target?.scope.kind === 'global') return;
    const message = 'Only a global rule can be overridden, and there is none with this id.';
    throw fieldRefusal('refused', 'overrides_rule_id', message);
  }

  /** Of two that come at once the second one may be left out and told instead. */
  #refuseManyFields({ field }: RuleDefinition): void {
    const { fields } = this.#parts;
    if (field === null || fields().has(field) || fields().size < MOST_FIELDS) return;
    throw fieldRefusal('refused', 'field', tooManyFields(MOST_FIELDS));
  }

  #changeable(rule: Rule): Rule {
    if (rule.origin === 'api') return rule;
    throw new TocsinError('conflict', `This rule is written in ${PLACES[rule.origin]}: change it there.`);
  }

  async #tell(change: 'created' | 'changed' | 'deleted', rule: Rule, note: AuditNote): Promise<void> {
    const { occurrences, book, clock } = this.#parts;
    occurrences.changeRecorded(note);
    occurrences.ruleChanged({ change, ruleId: rule.id, name: rule.name, workloadId: workloadOf(rule.scope) });
    await whenInForce(book, clock);
  }
}

const PLACES = {
  api: 'the store',
  yaml: 'the configuration file',
  label: 'a label of a container',
} as const satisfies Readonly<Record<Rule['origin'], string>>;

function definedOrRefused(raw: RawRule): RuleDefinition {
  const defined = defineRule(raw);
  if (defined.ok) return defined.rule;
  throw new TocsinError('refused', defined.faults[0].message, { details: defined.faults });
}

const notFound = (id: string): TocsinError => new TocsinError('not_found', `There is no rule with the id ${id}.`);
