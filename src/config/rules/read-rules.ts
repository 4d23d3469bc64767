// Reads the rules of the configuration file by themselves, at the start and whenever the file is another one.
import type { Rule } from '../../core/rules/rule.ts';
import type { ConfigFile } from '../file/config-file.ts';
import { readDocument } from '../file/read-document.ts';
import type { ReadPart } from '../file/watched-file.ts';
import { readRuleSection } from './rule-section.ts';

export function readRules(file: ConfigFile): ReadPart<readonly Rule[]> {
  const read = readDocument(file);
  if (!read.ok) return read;
  const { rules, faults } = readRuleSection(read.document, file.shown);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: rules };
}
