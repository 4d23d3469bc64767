// Reads the rules of the configuration file by themselves, at the start and whenever the file is another one.
import { statSync } from 'node:fs';
import type { ErrorDetail } from '../../core/errors.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { readTextFile } from '../file/text-file.ts';
import { LARGEST_YAML_BYTES, parseYaml } from '../file/yaml-document.ts';
import { readRuleSection } from './rule-section.ts';

/** The configuration file: where it is, and what people call it. */
export interface ConfigFile {
  readonly path: string;
  readonly shown: string;
}

export type ReadRules =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[] };

export function readRules({ path, shown }: ConfigFile): ReadRules {
  const read = readTextFile(path, LARGEST_YAML_BYTES);
  if ('problem' in read) return { ok: false, faults: [{ path: shown, message: `${shown} ${read.problem}` }] };
  const parsed = parseYaml(read.text);
  if (!parsed.ok) {
    const faults = parsed.faults.map(({ line, message }) => ({ path: `${shown}:${line}`, message }));
    return { ok: false, faults };
  }
  const { rules, faults } = readRuleSection(parsed.document, shown);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules };
}

/** Another text whenever the file may be another one; undefined while there is none. */
export function fileState({ path }: ConfigFile): string | undefined {
  try {
    const { mtimeNs, ctimeNs, size, ino, dev } = statSync(path, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino, dev].join();
  } catch {
    return undefined;
  }
}
