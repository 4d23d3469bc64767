// How an index of Elasticsearch on its own settings makes types of what it is given first, and refuses later what is of another type.
type FieldType = 'text' | 'date' | 'long' | 'float' | 'boolean' | 'object';

const MOST_FIELDS = 1_000;
/** A sound date is one of ISO 8601 from the month on, or one with slashes; a number is none. */
const DATE =
  /^(?:\d{4}-\d\d(?:-\d\d(?:T\d\d(?::?\d\d(?::?\d\d(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?)?)?|\d{4}T.*|\d{4}\/\d\d\/\d\d.*)$/;

export class DynamicMapping {
  readonly #types = new Map<string, FieldType>();

  get types(): ReadonlyMap<string, FieldType> {
    return this.#types;
  }

  /** Why a document is refused; undefined where it is taken. */
  refusal(document: unknown, path = ''): string | undefined {
    for (const [name, value] of Object.entries(document ?? {})) {
      if (name.trim() === '' || name.startsWith('.') || name.endsWith('.')) return `field name [${name}] is not valid`;
      const [field = '', ...inner] = name.split('.');
      const nested = inner.length > 0 ? { [inner.join('.')]: value } : value;
      const refused = this.#refusalOf(nested, path === '' ? field : `${path}.${field}`);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  #refusalOf(value: unknown, path: string): string | undefined {
    if (value === null || value === undefined) return undefined;
    if (Array.isArray(value)) return value.map((one) => this.#refusalOf(one, path)).find((one) => one !== undefined);
    const type = this.#types.get(path) ?? typeOf(value);
    this.#types.set(path, type);
    if (this.#size > MOST_FIELDS) return `Limit of total fields [${MOST_FIELDS}] has been exceeded`;
    if (!fits(value, type)) return `failed to parse field [${path}] of type [${type}]`;
    return typeof value === 'object' ? this.refusal(value, path) : undefined;
  }

  /** A text has a keyword beside it. */
  get #size(): number {
    return [...this.#types.values()].reduce((sum, type) => sum + (type === 'text' ? 2 : 1), 0);
  }
}

function typeOf(value: unknown): FieldType {
  switch (typeof value) {
    case 'string':
      return DATE.test(value) ? 'date' : 'text';
    case 'number':
      return Number.isInteger(value) ? 'long' : 'float';
    case 'boolean':
      return 'boolean';
    default:
      return 'object';
  }
}

function fits(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object';
    case 'text':
      return typeof value !== 'object';
    case 'date':
      return typeof value === 'number' || (typeof value === 'string' && DATE.test(value));
    case 'long':
    case 'float':
      return typeof value !== 'object' && value !== '' && Number.isFinite(Number(value));
    case 'boolean':
      return ['true', 'false', ''].includes(String(value));
  }
}
