// Reads a file of rules, and says of each fault where it stands.
import { readFileSync } from 'node:fs';
import { parseYaml, type YamlDocument, type YamlPath, type YamlPosition } from '../../config/file/yaml-document.ts';
import { SEVERITIES, type Severity } from '../../core/severity.ts';
import { type CompiledRule, compileRule, type RulePatterns } from '../../match/compile-rule.ts';

export interface ScanRule {
  readonly name: string;
  readonly severity: Severity;
  readonly pattern: string;
  readonly compiled: CompiledRule;
}

export type RuleFileResult =
  | { readonly ok: true; readonly rules: readonly ScanRule[] }
  /** Each begins with file, line and column. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** A rule file is a YAML document with a list `rules`; each has a name and a pattern. A rule with `enabled: false` is left out. */
export function readRuleFile(file: string): RuleFileResult {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ok: false, faults: [`${file}: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = parseYaml(text);
  if (!parsed.ok) return { ok: false, faults: parsed.faults.map((fault) => located(file, fault, fault.message)) };
  return readRules(file, parsed.document);
}

const located = (file: string, { line, column }: YamlPosition, message: string): string =>
  `${file}:${line}:${column}: ${message}`;

function readRules(file: string, document: YamlDocument): RuleFileResult {
  const faults: string[] = [];
  const fault = (path: YamlPath, message: string): void => {
    faults.push(located(file, document.positionOf(path), message));
  };
  const list = isRecord(document.data) ? document.data.rules : undefined;
  if (!Array.isArray(list)) {
    fault([], 'a list "rules" is missing');
    return { ok: false, faults };
  }
  const rules = list.flatMap((entry: unknown, at) =>
    readRule(entry, (field, message) => fault(['rules', at, ...field], message)),
  );
  if (rules.length === 0 && faults.length === 0) fault(['rules'], 'there is no rule to look for');
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules };
}

type TellFault = (field: readonly string[], message: string) => void;

function readRule(entry: unknown, fault: TellFault): ScanRule[] {
  if (!isRecord(entry)) {
    fault([], 'a rule is a record with "name" and "pattern"');
    return [];
  }
  const { name, pattern, exclude_pattern: excludePattern, severity = 'warn', enabled = true } = entry;
  if (enabled === false) return [];
  if (typeof name !== 'string' || name === '') fault(['name'], 'a rule needs a "name"');
  else if (typeof pattern !== 'string') fault(['pattern'], `rule "${name}" needs a "pattern"`);
  else if (!isSeverity(severity))
    fault(['severity'], `rule "${name}": the severity is one of ${SEVERITIES.join(', ')}`);
  else if (excludePattern !== undefined && typeof excludePattern !== 'string')
    fault(['exclude_pattern'], `rule "${name}": "exclude_pattern" is no text`);
  else return compile({ name, severity }, { pattern, excludePattern }, fault);
  return [];
}

function compile(rule: Pick<ScanRule, 'name' | 'severity'>, patterns: RulePatterns, fault: TellFault): ScanRule[] {
  const result = compileRule(patterns, { automata: 'when-needed' });
  if (result.ok) return [{ ...rule, pattern: patterns.pattern, compiled: result.rule }];
  const field = result.field === 'pattern' ? 'pattern' : 'exclude_pattern';
  const { message, position } = result.fault;
  fault([field], `rule "${rule.name}": ${field}, at its character ${position + 1}: ${message}`);
  return [];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSeverity = (value: unknown): value is Severity => SEVERITIES.some((severity) => severity === value);
