// Rules of the intrusion watcher fail2ban, read from its filters where the package is installed: what a program's complaint about a host looks like to those who have collected them for years.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileRule } from '../../src/match/compile-rule.ts';

/** By the name of a setting what it says; lines of one setting are parted by line feeds. */
type Settings = ReadonlyMap<string, string>;

const HOST = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]{3,39})`;
/** Shorter ones complain about anything. */
const SHORTEST = 25;
/** Settings are put into settings this often at most. */
const DEPTH = 8;

/** One rule of each filter in the folder that the language takes, in the order of the filters' names. */
export function filterRules(folder: string): string[] {
  const common = settingsOf(folder, 'common.conf', new Map());
  const files = readdirSync(folder).filter((name) => name.endsWith('.conf'));
  return files.toSorted().flatMap((name) => {
    const settings = settingsOf(folder, name, common);
    const rules = filled(settings.get('failregex') ?? '', settings)
      .split('\n')
      .map(asRule);
    return rules.find((rule) => rule.length >= SHORTEST && isTaken(rule)) ?? [];
  });
}

function settingsOf(folder: string, name: string, common: Settings): Settings {
  const settings = new Map(common);
  let key = '';
  for (const line of readFileSync(path.join(folder, name), 'utf8').split('\n')) {
    const [, named, value = ''] = /^([^\s#[;=][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (named !== undefined) settings.set(named, value);
    else if (/^\s+[^\s#]/.test(line)) settings.set(key, `${settings.get(key) ?? ''}\n${line.trim()}`);
    key = named ?? key;
  }
  return settings;
}

/** With the settings that it names, in both of the ways in which filters name them. */
function filled(text: string, settings: Settings): string {
  let now = text;
  for (let depth = 0; depth < DEPTH; depth++)
    now = now
      .replaceAll(/%\(([\w/-]+)\)s/g, (_, name: string) => settings.get(name) ?? '')
      .replaceAll(/<([\w/-]+)>/g, (whole, name: string) => settings.get(name) ?? whole);
  return now;
}

/** To be found anywhere in a line, as the time and the program before it are no part of a filter; without the marks of what else fail2ban takes from a line. */
function asRule(line: string): string {
  return line
    .trim()
    .replace(/^\^/, '')
    .replaceAll(/<\/?F-\w+>/g, '')
    .replaceAll(/<(?:HOST|ADDR|IP4|IP6)>/g, HOST);
}

/** Some look ahead or behind, or name what is known at run time only; and a brace that is no count, or a bracket within brackets, is not the same to all who shall read the rule. */
function isTaken(rule: string): boolean {
  const isOdd = /(?<!\(\?P?)<[A-Za-z]|\{(?!\d+(?:,\d*)?\})|\[\^?\[/.test(rule);
  if (isOdd || !compileRule({ pattern: rule }).ok) return false;
  try {
    return new RegExp(rule.replaceAll('(?P<', '(?<')) instanceof RegExp;
  } catch {
    return false;
  }
}
