// Reads a file of rules, and says of each fault where it stands.
import { readTextFile } from '../../../config/file/text-file.ts';
import type { YamlDocument, YamlPath, YamlPosition } from '../../../config/file/yaml-document.ts';
import { isRecord } from '../../../config/input/is-record.ts';
import { fieldFault } from '../../../config/rules/rule-fields.ts';
import { suggest } from '../../../config/suggestion.ts';
import { MOST_FIELDS } from '../../../core/rules/rule-limits.ts';
import { SEVERITIES, type Severity } from '../../../core/severity.ts';
import { type CompiledRule, compileRule, type RulePatterns } from '../../../match/compile-rule.ts';
import { howManyFit, MOST_PARTS, MOST_RULES } from '../../../match/rule-set.ts';
import { readPlainRules } from './plain-rules.ts';
import { SetAside } from './set-aside.ts';

export interface ScanRule {
  readonly name: string;
  readonly severity: Severity;
  readonly pattern: string;
  /** Undefined: it looks at whole lines. */
  readonly field?: string | undefined;
  readonly compiled: CompiledRule;
}

export type RuleFileResult =
  /** The notes are sentences about what stands in the file and a scan does not do. */
  | { readonly ok: true; readonly rules: readonly ScanRule[]; readonly notes: readonly string[] }
  /** Each begins with file, line and column. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** As many rules as there may be, with patterns as long as they may be. */
const LIMITS = { largestBytes: 16 * 1024 * 1024, mostRepeated: 100_000 } as const;
const MOST_FAULTS = 20;
const NOWHERE: YamlPosition = { line: 1, column: 1 };

/**
 * A rule file is a YAML document with a list `rules`, and may hold more: what the server reads serves a scan too. Rules that
 * are not enabled are left out, and with a note those that ask what a scan cannot tell.
 */
export async function readRuleFile(file: string): Promise<RuleFileResult> {
  const read = readTextFile(file, LIMITS.largestBytes);
  if ('problem' in read) return { ok: false, faults: [`${file} ${read.problem}`] };
  const plain = readPlainRules(read.text);
  const result = plain && new RuleReader(file, { data: { rules: plain }, positionOf: () => NOWHERE }).read();
  // Where a fault stands, and whatever else a YAML file may hold, the library knows.
  if (result?.ok) return result;
  const { parseYaml } = await import('../../../config/file/yaml-document.ts');
  const parsed = parseYaml(read.text, LIMITS);
  if (!parsed.ok) return { ok: false, faults: parsed.faults.map((fault) => located(file, fault, fault.message)) };
  return new RuleReader(file, parsed.document).read();
}

const located = (file: string, { line, column }: YamlPosition, message: string): string =>
  `${file}:${line}:${column}: ${message}`;

class RuleReader {
  readonly #file: string;
  readonly #document: YamlDocument;
  readonly #faults: string[] = [];
  /** Faults beyond those that are told. */
  #moreFaults = 0;
  readonly #setAside = new SetAside();
  readonly #names = new Set<string>();

  constructor(file: string, document: YamlDocument) {
    this.#file = file;
    this.#document = document;
  }

  read(): RuleFileResult {
    const { data } = this.#document;
    const keys = isRecord(data) ? Object.keys(data) : [];
    const list = isRecord(data) ? data.rules : undefined;
    if (!Array.isArray(list)) {
      // A configuration of the server may have files as well, and no rules.
      const near = keys.find((key) => key !== 'rules' && suggest(key, ['rules', 'files']) === 'rules');
      this.#fault(near === undefined ? [] : [near], `a list "rules" is missing${near ? `; is "${near}" meant?` : ''}`);
      return this.#refused();
    }
    if (list.length > MOST_RULES) {
      this.#fault(['rules', MOST_RULES], `there are ${list.length} rules, at most ${MOST_RULES} are allowed`);
      return this.#refused();
    }
    this.#setAside.keys(keys.filter((key) => key !== 'rules'));
    const rules = list.flatMap((entry: unknown, at) => this.#rule(entry, ['rules', at]));
    this.#refuseTooMuch(rules);
    this.#refuseManyFields(rules);
    if (rules.length === 0 && this.#faults.length === 0) this.#fault(['rules'], 'there is no rule to look for');
    if (this.#faults.length > 0) return this.#refused();
    return { ok: true, rules, notes: this.#setAside.notes().map((note) => `${this.#file}: ${note}`) };
  }

  #refuseTooMuch(rules: readonly ScanRule[]): void {
    const beyond = rules[howManyFit(rules.map(({ compiled }) => compiled))];
    if (beyond === undefined) return;
    const message = `up to rule ${JSON.stringify(beyond.name)} the patterns have more than ${MOST_PARTS} parts together, with their repetitions and classes written out; ask for fewer repetitions`;
    this.#fault(['rules'], message);
  }

  #refuseManyFields(rules: readonly ScanRule[]): void {
    const fields = new Set(rules.flatMap(({ field }) => field ?? []));
    if (fields.size > MOST_FIELDS)
      this.#fault(['rules'], `the rules look at ${fields.size} different fields, at most ${MOST_FIELDS} are allowed`);
  }

  get #faultCount(): number {
    return this.#faults.length + this.#moreFaults;
  }

  #refused(): RuleFileResult {
    const more = this.#moreFaults > 0 ? [`${this.#file}: and ${this.#moreFaults} more`] : [];
    return { ok: false, faults: [...this.#faults, ...more] };
  }

  /** Only what is told is looked up in the file: that takes as long as the file is large. */
  #fault(path: YamlPath, message: string): void {
    if (this.#faults.length >= MOST_FAULTS) this.#moreFaults++;
    else this.#faults.push(located(this.#file, this.#document.positionOf(path), message));
  }

  #rule(entry: unknown, path: YamlPath): ScanRule[] {
    if (!isRecord(entry)) {
      this.#fault(path, 'a rule is a record with "name" and "pattern"');
      return [];
    }
    if (!this.#isSound(entry, path)) return [];
    const { name, pattern, enabled, exclude_pattern: excludePattern, severity, field } = entry;
    if (enabled === false || typeof name !== 'string' || typeof pattern !== 'string') return [];
    if (this.#setAside.rule(name, entry)) return [];
    return this.#compile(
      {
        name,
        severity: SEVERITIES.find((known) => known === severity) ?? 'warn',
        field: typeof field === 'string' ? field : undefined,
      },
      { pattern, excludePattern: typeof excludePattern === 'string' ? excludePattern : undefined },
      path,
    );
  }

  /** Tells every fault but those of the patterns. */
  #isSound(entry: Readonly<Record<string, unknown>>, path: YamlPath): boolean {
    const before = this.#faultCount;
    const { name, pattern, workload_id: workload } = entry;
    const called = typeof name === 'string' && name !== '' ? `rule ${JSON.stringify(name)}` : undefined;
    for (const [key, value] of Object.entries(entry)) {
      const fault = fieldFault(key, value);
      if (fault !== undefined) this.#fault([...path, key], called === undefined ? fault : `${called}: ${fault}`);
    }
    if (name === undefined) this.#fault(path, 'a rule needs a "name"');
    else if (pattern === undefined) this.#fault(path, `${called ?? 'a rule'} needs a "pattern"`);
    const scope = JSON.stringify([name, workload ?? null]);
    if (called !== undefined && this.#names.has(scope)) this.#fault([...path, 'name'], `there is another ${called}`);
    this.#names.add(scope);
    return this.#faultCount === before;
  }

  #compile(rule: Pick<ScanRule, 'name' | 'severity' | 'field'>, patterns: RulePatterns, path: YamlPath): ScanRule[] {
    const result = compileRule(patterns, { automata: 'when-needed' });
    if (result.ok) return [{ ...rule, pattern: patterns.pattern, compiled: result.rule }];
    const field = result.field === 'pattern' ? 'pattern' : 'exclude_pattern';
    const { message, position } = result.fault;
    this.#fault([...path, field], `rule "${rule.name}": ${field}, at its character ${position + 1}: ${message}`);
    return [];
  }
}
