// Holds the documents against the checkout: every path that they name exists, every MUST of a spec has a number of its own and names a test that exists, no placeholder and no conflict is left, and nobody is longer than agreed.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CODE_PATH = /`((?:src|web|scripts|test|bench|docs|bin|deploy|\.ci)\/[\w./*-]+)`/g;
const LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g;
const MUST_ROW = /^\s*(?:[-*]|\|)?\s*\*{0,2}([A-Z]+-?\d+)\b.*\bMUST\b/;
const TEST_REF = /`([\w./-]+\.(?:test|contract)\.ts)`(?:[^`"]*"([^"]+)")?/g;
const PLACEHOLDER = /@@[A-Z][A-Z0-9_-]*@@|^(?:<{7}|>{7})(?= )/g;
const LIMITS: Readonly<Record<string, number>> = { 'README.md': 150, 'docs/ARCHITECTURE.md': 200 };

/** Every fault of the documents below `root`, as sentences. */
export function findDocFaults(root: string): string[] {
  const names = [...globSync('*.md', { cwd: root }), ...globSync('docs/**/*.md', { cwd: root })].sort();
  return names.flatMap((name) => {
    const text = readFileSync(path.join(root, name), 'utf8');
    return [
      ...pathFaults(root, name, text),
      ...mustFaults(root, name, text),
      ...placeholderFaults(name, text),
      ...lengthFaults(name, text),
    ];
  });
}

function pathFaults(root: string, name: string, text: string): string[] {
  const named = [...text.matchAll(CODE_PATH)].map((match) => match[1] ?? '');
  const linked = [...text.matchAll(LINK)].map((match) => path.join(path.dirname(name), match[1] ?? ''));
  return [...named, ...linked]
    .filter((file) => !there(root, file))
    .map((file) => `${name} names ${file}, which does not exist`);
}

function there(root: string, file: string): boolean {
  return file.includes('*') ? globSync(file, { cwd: root }).length > 0 : existsSync(path.join(root, file));
}

function mustFaults(root: string, name: string, text: string): string[] {
  if (!name.startsWith('docs/specs/')) return [];
  const musts = text.split(/\n(?=\s*(?:[-*]|\|)?\s*\*{0,2}[A-Z]+-?\d+\b)/).filter((block) => MUST_ROW.test(block));
  if (musts.length === 0) return [`${name} is a spec without a numbered MUST`];
  const ids = musts.map((must) => MUST_ROW.exec(must)?.[1]);
  const twice = ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `${name} has two MUSTs ${id}`);
  return twice.concat(musts.flatMap((must) => testFaults(root, name, must)));
}

function testFaults(root: string, name: string, must: string): string[] {
  const id = MUST_ROW.exec(must)?.[1];
  const refs = [...must.matchAll(TEST_REF)];
  if (refs.length === 0) return [`${name}: ${id} names no test`];
  return refs
    .filter(([, file, title]) => !hasTest(root, file ?? '', title))
    .map(([, file, title]) => `${name}: ${id} names a test that is not there: ${file} ${title ?? ''}`);
}

function hasTest(root: string, file: string, title: string | undefined): boolean {
  const full = path.join(root, file);
  return existsSync(full) && (title === undefined || readFileSync(full, 'utf8').includes(title));
}

function placeholderFaults(name: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, at) => [...line.matchAll(PLACEHOLDER)].map(([found]) => `${name}:${at + 1} still holds ${found}`));
}

function lengthFaults(name: string, text: string): string[] {
  const [lines, limit] = [text.split('\n').length - 1, LIMITS[name]];
  return limit !== undefined && lines > limit ? [`${name} has ${lines} lines, at most ${limit} were agreed`] : [];
}

if (import.meta.main) {
  const faults = findDocFaults(path.resolve(import.meta.dirname, '..'));
  for (const fault of faults) console.error(`docs: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
