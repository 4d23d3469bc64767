// What stands in a rule file and a scan does not do: taken note of while the file is read, and told in a few sentences.
import { isNotApplied } from '../../../config/rules/rule-fields.ts';

/** So many names are listed, and the others counted. */
const MOST_LISTED = 5;

export class SetAside {
  readonly #keys: string[] = [];
  readonly #fields = new Set<string>();
  readonly #absence: string[] = [];

  /** What the file holds beside its rules. */
  keys(keys: readonly string[]): void {
    this.#keys.push(...keys);
  }

  /** Whether a sound rule must be left out. Of one that stays, the fields that are not applied. */
  rule(name: string, entry: Readonly<Record<string, unknown>>): boolean {
    if (entry.kind === 'absence') {
      this.#absence.push(JSON.stringify(name));
      return true;
    }
    for (const [key, value] of Object.entries(entry)) if (isNotApplied(key, value)) this.#fields.add(key);
    return false;
  }

  notes(): string[] {
    const told: readonly (readonly [what: string, names: readonly string[]])[] = [
      ['only "rules" is read, not', this.#keys],
      ['a scan shows every line to every rule and tells every hit; it does not apply', [...this.#fields].sort()],
      ['left out, because a scan does not tell what is absent:', this.#absence],
    ];
    return told.filter(([, names]) => names.length > 0).map(([what, names]) => `${what} ${listed(names)}`);
  }
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return `${names.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
