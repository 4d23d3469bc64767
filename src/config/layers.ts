// The places that settings come from: the environment, and the YAML file below it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ErrorDetail } from '../core/errors.ts';
import type { ConfigFile } from './file/config-file.ts';
import { readDocument } from './file/read-document.ts';
import type { YamlDocument } from './file/yaml-document.ts';
import { type RuleSection, readRuleSection } from './rules/rule-section.ts';
import { SETTING_NAMES, type SettingName, settingInfo, yamlName } from './schema.ts';
import { suggest } from './suggestion.ts';
import {
  readTriggerSection,
  type SectionParts,
  type TriggerSection,
  variablesOfTriggers,
} from './triggers/trigger-section.ts';

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'yaml'; readonly file: string; readonly line: number; readonly name: string }
  | { readonly kind: 'secret_file'; readonly file: string; readonly namedBy: string };

export interface Found {
  /** As it was written; a text from the environment, any plain value from YAML. */
  readonly value: unknown;
  readonly origin: Origin;
}

/** One place that settings may come from. What is empty there is not there. */
export interface Layer {
  /** By the name in YAML, such as `lock_ttl_seconds` or `admin_password_file`. */
  find(name: string): Found | undefined;
  /** What stands there and is no setting. */
  readonly faults: readonly ErrorDetail[];
  /** It is there and could not be read, so that nobody knows what it sets. */
  readonly unread?: true;
  /** The rules and the triggers that stand beside the settings. */
  readonly code?: CodeSections;
}

export interface CodeSections {
  readonly rules: () => RuleSection;
  readonly triggers: (parts: Omit<SectionParts, 'file'>) => TriggerSection;
  /** What of the environment the triggers name. */
  readonly variables: ReadonlySet<string>;
}

/** What may stand in the file beside settings, and is read by itself. */
const OTHER_KEYS: readonly string[] = ['rules', 'triggers'];

/** All names that a layer may hold: every setting, and for a secret also the name of its file. */
const KNOWN_NAMES = SETTING_NAMES.flatMap((name) => [
  yamlName(name),
  ...(isSecret(name) ? [`${yamlName(name)}_file`] : []),
]);

/** Ours, but no settings: the path of the YAML file, what tests and tools use, and what Kubernetes sets for a Service that is called tocsin. */
const OTHER_VARIABLES = /^TOCSIN_(?:CONFIG$|TEST_|CHROMIUM$|SERVICE_(?:HOST|PORT)|PORT_\d+_)/;

/** @param named what the file takes from the environment for its triggers */
export function environmentLayer(env: Readonly<NodeJS.ProcessEnv>, named: ReadonlySet<string> = new Set()): Layer {
  const unknown = Object.keys(env)
    .filter((variable) => variable.startsWith('TOCSIN_') && !OTHER_VARIABLES.test(variable))
    .filter((variable) => !KNOWN_NAMES.includes(settingOf(variable)) && !named.has(variable));
  return {
    find(name) {
      const variable = `TOCSIN_${name.toUpperCase()}`;
      const value = env[variable];
      return value ? { value, origin: { kind: 'environment', variable } } : undefined;
    },
    faults: unknown
      .sort()
      .map((variable) => ({ path: variable, message: unknownName(settingOf(variable), toVariable) })),
  };
}

interface Place {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly folder: string;
}

/** The YAML file that TOCSIN_CONFIG names, else `tocsin.yaml` in the folder; it need not be there. */
export function configFile({ env, folder }: Place): ConfigFile {
  const shown = env.TOCSIN_CONFIG || 'tocsin.yaml';
  return { shown, path: path.resolve(folder, shown) };
}

/** The configuration file when it is there, or when somebody asked for it. */
export function yamlLayer(place: Place): Layer {
  const wanted = place.env.TOCSIN_CONFIG;
  const file = configFile(place);
  if (!wanted && !existsSync(file.path)) return { find: () => undefined, faults: [] };
  const read = readDocument(file);
  if (read.ok) return documentLayer(read.document, file.shown);
  // Of one that cannot be read no line is at fault, but whoever named it.
  return broken(
    read.faults.map((fault) => (wanted && fault.path === file.shown ? { ...fault, path: 'TOCSIN_CONFIG' } : fault)),
  );
}

function documentLayer(document: YamlDocument, file: string): Layer {
  const { data = {} } = document;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return broken([{ path: file, message: 'must hold settings as "name: value", one a line' }]);
  }
  const values = new Map<string, unknown>(Object.entries(data));
  const line = (name: string): number => document.positionOf([name]).line;
  const unknown = [...values.keys()].filter((name) => !KNOWN_NAMES.includes(name) && !OTHER_KEYS.includes(name));
  return {
    find(name) {
      const value = values.get(name);
      const empty = value === undefined || value === null || value === '';
      return empty ? undefined : { value, origin: { kind: 'yaml', file, line: line(name), name } };
    },
    faults: unknown.map((name) => ({
      path: `${file}:${line(name)} ${name}`,
      message: unknownName(name, (known) => known),
    })),
    code: {
      rules: () => readRuleSection(document, file),
      triggers: (parts) => readTriggerSection(document, { ...parts, file }),
      variables: variablesOfTriggers(document),
    },
  };
}

function broken(faults: readonly ErrorDetail[]): Layer {
  return { find: () => undefined, faults, unread: true };
}

function unknownName(given: string, written: (known: string) => string): string {
  const direct = given.replace(/_file$/, '');
  if (given !== direct && KNOWN_NAMES.includes(direct)) return 'only a secret may be read from a file of its own';
  // In the file stands what the environment calls TOCSIN_PORT as port.
  const near = suggest(given.replace(/^tocsin_/i, ''), KNOWN_NAMES);
  return `is no setting${near === undefined ? '' : `; did you mean ${written(near)}?`}`;
}

const settingOf = (variable: string): string => variable.slice('TOCSIN_'.length).toLowerCase();
const toVariable = (name: string): string => `TOCSIN_${name.toUpperCase()}`;

function isSecret(name: SettingName): boolean {
  return settingInfo(name).secret === true;
}
