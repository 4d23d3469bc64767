// The configuration file as a YAML document, or every fault that keeps it from being one.
import type { ErrorDetail } from '../../core/errors.ts';
import type { ConfigFile } from './config-file.ts';
import { readTextFile } from './text-file.ts';
import { LARGEST_YAML_BYTES, parseYaml, type YamlDocument } from './yaml-document.ts';

export type ReadDocument =
  | { readonly ok: true; readonly document: YamlDocument }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[] };

export function readDocument({ path, shown }: ConfigFile): ReadDocument {
  const read = readTextFile(path, LARGEST_YAML_BYTES);
  if ('problem' in read) return { ok: false, faults: [{ path: shown, message: `${shown} ${read.problem}` }] };
  const parsed = parseYaml(read.text);
  if (parsed.ok) return parsed;
  return { ok: false, faults: parsed.faults.map(({ line, message }) => ({ path: `${shown}:${line}`, message })) };
}
