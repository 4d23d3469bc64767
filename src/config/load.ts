// Reads the configuration once, at the start, and refuses with all its faults at once.
import path from 'node:path';
import type { DefineTrigger } from '../core/deliveries/raw-trigger.ts';
import type { Trigger } from '../core/deliveries/trigger.ts';
import { type ErrorDetail, TocsinError } from '../core/errors.ts';
import type { Rule } from '../core/rules/rule.ts';
import { CROSS_CHECKS } from './cross-checks.ts';
import { type ConfigFile, fileState } from './file/config-file.ts';
import { readSecretFile } from './file/secret-file.ts';
import type { FilesBeside } from './file/watched-file.ts';
import { configFile, environmentLayer, type Found, type Layer, type Origin, yamlLayer } from './layers.ts';
import {
  type Config,
  configSchema,
  SETTING_NAMES,
  type SettingName,
  settingInfo,
  variableName,
  yamlName,
} from './schema.ts';
import { givenValue } from './shown.ts';
import type { SecretPlace } from './triggers/secret-values.ts';

export interface LoadedConfig {
  readonly config: Config;
  readonly origins: Readonly<Record<SettingName, Origin>>;
}

/** With the rules and triggers as code that stand beside the settings. */
export interface LoadedCode extends LoadedConfig {
  readonly ruleFile: RuleFileStart;
  readonly triggerFile: TriggerFileStart;
}

/** The rules of the configuration file at the start, and what the file was like then. */
export interface RuleFileStart {
  readonly file: ConfigFile;
  readonly state: string | undefined;
  readonly rules: readonly Rule[];
}

/** The same of its triggers, and what is needed to read them again. */
export interface TriggerFileStart {
  readonly file: ConfigFile;
  readonly state: string | undefined;
  readonly triggers: readonly Trigger[];
  /** The files of their secrets. */
  readonly beside: FilesBeside;
  readonly place: SecretPlace & { readonly define: DefineTrigger };
}

export interface ConfigPlace {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Where relative paths of the configuration begin: the working directory. */
  readonly folder: string;
}

/**
 * Reads the configuration once, at the start: the environment over the YAML file over the defaults. Refuses with `config_invalid`, whose details name every
 * fault at its place; no detail tells a secret.
 */
export function loadConfig(place: ConfigPlace): LoadedConfig {
  const yaml = yamlLayer(place);
  return load(place, [environmentLayer(place.env, yaml.code?.variables), yaml]);
}

/**
 * The same for whoever runs the server: faults of rules and triggers refuse it as well. A program beside it has no business with them.
 * @param define says what a trigger means: channels know it, of which the configuration knows nothing
 */
export function loadConfigWithCode(place: ConfigPlace, define: DefineTrigger): LoadedCode {
  const file = configFile(place);
  const state = fileState(file);
  const yaml = yamlLayer(place);
  const { rules, faults } = yaml.code?.rules() ?? { rules: [], faults: [] };
  const sent = yaml.code?.triggers({ ...place, define }) ?? { triggers: [], faults: [], files: new Map() };
  const layers = [
    environmentLayer(place.env, yaml.code?.variables),
    { ...yaml, faults: [...yaml.faults, ...faults, ...sent.faults] },
  ];
  return {
    ...load(place, layers),
    ruleFile: { file, state, rules },
    triggerFile: { file, state, triggers: sent.triggers, beside: sent.files, place: { ...place, define } },
  };
}

/** What is in force where nobody has said anything. */
export const defaultConfig = (): Config => load({ env: {}, folder: '' }, []).config;

function load(place: ConfigPlace, layers: readonly Layer[]): LoadedConfig {
  const read = SETTING_NAMES.map((name) => readSetting(name, layers, place));
  // Without a fault each setting was parsed by its own schema, so that together they are a Config; with one, only its sound settings are looked at.
  const config = frozen(Object.fromEntries(read.map(({ name, value }) => [name, value]))) as Config;
  const origins = Object.fromEntries(read.map(({ name, origin }) => [name, origin])) as Record<SettingName, Origin>;
  const faults = [
    ...layers.flatMap((layer) => layer.faults),
    ...read.flatMap((setting) => setting.faults),
    ...crossFaults({ config, origins }, knownNames(read, layers)),
  ];
  if (faults.length > 0) throw invalid(faults);
  return { config, origins: frozen(origins) };
}

/** The settings whose value is certain: without a fault, and no default that a file might replace which could not be read. */
function knownNames(read: readonly ReadSetting[], layers: readonly Layer[]): ReadonlySet<SettingName> {
  const unread = layers.some((layer) => layer.unread);
  const known = read.filter(({ faults, origin }) => faults.length === 0 && !(unread && origin.kind === 'default'));
  return new Set(known.map(({ name }) => name));
}

function crossFaults({ config, origins }: LoadedConfig, known: ReadonlySet<SettingName>): readonly ErrorDetail[] {
  return CROSS_CHECKS.filter((check) => check.between.every((name) => known.has(name)) && !check.holds(config)).map(
    ({ between: [at], message }) => ({ path: pathOf(at, origins[at]), message: message(config) }),
  );
}

function invalid(faults: readonly ErrorDetail[]): TocsinError {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  return new TocsinError('config_invalid', `The configuration has ${count}.`, { details: faults });
}

interface ReadSetting {
  readonly name: SettingName;
  readonly value: unknown;
  readonly origin: Origin;
  readonly faults: readonly ErrorDetail[];
}

function readSetting(name: SettingName, layers: readonly Layer[], place: ConfigPlace): ReadSetting {
  for (const layer of layers) {
    const direct = layer.find(yamlName(name));
    const file = settingInfo(name).secret ? layer.find(`${yamlName(name)}_file`) : undefined;
    if (direct && file)
      return refused(name, direct, `stands beside ${pathOf(name, file.origin)}; only one of them may be set`);
    if (file) return fromFile(name, file, place.folder);
    if (direct) return parsed(name, direct);
  }
  return parsed(name, otherVariable(name, place.env) ?? { value: undefined, origin: { kind: 'default' } });
}

function otherVariable(name: SettingName, env: ConfigPlace['env']): Found | undefined {
  const variable = settingInfo(name).otherVariable;
  const value = variable && env[variable];
  return value ? { value, origin: { kind: 'environment', variable } } : undefined;
}

function fromFile(name: SettingName, named: Found, folder: string): ReadSetting {
  const file = String(named.value);
  const read = readSecretFile(path.resolve(folder, file));
  if ('problem' in read) return refused(name, named, `names a file that does not serve: ${file} ${read.problem}`);
  return parsed(name, { value: read.text, origin: { kind: 'secret_file', file, namedBy: pathOf(name, named.origin) } });
}

function parsed(name: SettingName, found: Found): ReadSetting {
  const result = configSchema.shape[name].safeParse(found.value);
  if (result.success) return { name, value: result.data, origin: found.origin, faults: [] };
  return refused(name, found, `${givenValue(name, found.value)}${result.error.issues[0]?.message ?? 'is not allowed'}`);
}

function refused(name: SettingName, found: Found, message: string): ReadSetting {
  return { name, value: undefined, origin: found.origin, faults: [{ path: pathOf(name, found.origin), message }] };
}

/** Where a person looks to mend it. */
function pathOf(name: SettingName, origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return variableName(name);
    case 'environment':
      return origin.variable;
    case 'yaml':
      return `${origin.file}:${origin.line} ${origin.name}`;
    case 'secret_file':
      return origin.namedBy;
  }
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
