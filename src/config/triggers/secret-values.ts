// Secrets that a trigger in the file names instead of holding them: `${NAME}` of the environment, and files under a name that ends in `_file`.
import path from 'node:path';
import { fileState } from '../file/config-file.ts';
import { readSecretFile } from '../file/secret-file.ts';
import type { FilesBeside } from '../file/watched-file.ts';

export interface SecretPlace {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Where relative paths begin. */
  readonly folder: string;
}

/** A fault at a place below the value. */
export type TellFault = (path: readonly (string | number)[], message: string) => void;

const OF_FILE = /_file$/;
/** `$${NAME}` is `${NAME}` itself. */
const NAMED = /\$(\$?)\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names of the environment that stand anywhere in a value. */
export function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string')
    return [...value.matchAll(NAMED)].flatMap(([, escaped, name = '']) => (escaped === '' ? [name] : []));
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : [];
}

/** Puts secrets in the places where they are named, each once: what stands in a secret is looked into no further. */
export class SecretValues {
  readonly #place: SecretPlace;
  readonly #files = new Map<string, string | undefined>();

  constructor(place: SecretPlace) {
    this.#place = place;
  }

  /** The files that were read, and what each was like just before. */
  get files(): FilesBeside {
    return this.#files;
  }

  /** With every text in it as it is meant, at whatever depth. */
  filledIn(value: unknown, tell: TellFault): unknown {
    if (typeof value === 'string') return this.#fromEnvironment(value, (message) => tell([], message));
    if (Array.isArray(value))
      return value.map((item: unknown, at) => this.filledIn(item, (below, message) => tell([at, ...below], message)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
      key,
      this.filledIn(inner, (below, message) => tell([key, ...below], message)),
    ]);
    return Object.fromEntries(entries);
  }

  /** The same for a record of fields, of which `token_file` is the file of `token`. */
  fields(record: Readonly<Record<string, unknown>>, tell: TellFault): Readonly<Record<string, unknown>> {
    const fields: [string, unknown][] = [];
    for (const [key, value] of Object.entries(record)) {
      const below: TellFault = (inner, message) => tell([key, ...inner], message);
      const direct = key.replace(OF_FILE, '');
      if (direct === key) fields.push([key, this.filledIn(value, below)]);
      else if (typeof value !== 'string') below([], 'is the path of a file; put it in quotes');
      else if (record[direct] != null) below([], `stands beside "${direct}"; only one of them may be there`);
      else fields.push([direct, this.#fromFile(value, (message) => below([], message))]);
    }
    return Object.fromEntries(fields);
  }

  #fromEnvironment(text: string, tell: (message: string) => void): string {
    return text.replaceAll(NAMED, (whole, escaped: string, name: string) => {
      if (escaped !== '') return whole.slice(1);
      const value = this.#place.env[name];
      if (!value) tell(`names the variable ${name} of the environment, which is not set`);
      return value ?? '';
    });
  }

  #fromFile(named: string, tell: (message: string) => void): string {
    const file = path.resolve(this.#place.folder, named);
    this.#files.set(file, fileState({ path: file }));
    const read = readSecretFile(file);
    if ('text' in read) return read.text;
    tell(`names a file that does not serve: ${named} ${read.problem}`);
    return '';
  }
}
