// Rule sets of any size, each the beginning of the next larger one.
import { readFileSync } from 'node:fs';

const HOST = String.raw`(?P<host>\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]{3,39})`;

/** Alert rules as people write them for the software that they run, in an order that mixes the areas. */
const ALERT_RULES = readRules('alert-rules.txt');

/** Rules in the manner of intrusion watchers: a program's complaint about a host, whose address is taken out of it. */
const HOST_RULES = readRules('host-rules.txt').map((rule) => rule.replace('<HOST>', HOST));

export const SIZES: readonly number[] = [1, 10, 50, 200, 1000];

const PARTS = [
  'billing',
  'ledger',
  'inventory',
  'shipping',
  'thumbnail',
  'session',
  'webhook',
  'invoice',
  'search',
  'export',
];
const FAULTS = ['rejected by', 'lost its lock on', 'could not reach', 'ran out of', 'gave up on', 'refused to load'];
const THINGS = [
  'the primary',
  'its lease',
  'quota \\d+',
  'shard-\\d{1,4}',
  '(?:peer|replica) \\S+',
  'partition [a-z]+',
];

/** The first `size` rules: alert rules and host rules in turn, two to one, then as many for home-made services as are needed. */
export function ruleSet(size: number, hostRules: readonly string[] = HOST_RULES): string[] {
  const rules: string[] = [];
  for (let i = 0; i < Math.max(ALERT_RULES.length, hostRules.length * 2); i += 2) {
    rules.push(...ALERT_RULES.slice(i, i + 2), ...hostRules.slice(i / 2, i / 2 + 1));
  }
  for (let i = 0; rules.length < size; i++) rules.push(serviceRule(i));
  return rules.slice(0, size);
}

function serviceRule(i: number): string {
  const part = PARTS[i % PARTS.length] ?? '';
  const fault = FAULTS[Math.floor(i / PARTS.length) % FAULTS.length] ?? '';
  const thing = THINGS[Math.floor(i / 60) % THINGS.length] ?? '';
  const shapes = [
    `${part}-worker.*${fault} ${thing}`,
    `(?i)${part} ${fault} ${thing}`,
    `\\b${part}\\[\\d+\\]: ${fault} ${thing} #${i}\\b`,
  ];
  return shapes[(i + Math.floor(i / 360)) % shapes.length] ?? part;
}

function readRules(name: string): string[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);
}
